package dev.anyarch.store;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.Tag;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * One repository to read from: in memory, in a directory, in an archive, in the local storage, behind a registry. Safe
 * for use by several threads.
 *
 * <p>Absence is an empty answer where it is a question ({@code resolve}) and a {@link NotFoundException} where content was
 * asked for. Nothing is cached unless the implementation says so.
 */
public interface ImageSource extends Closeable {

    /** Where this is, for messages: {@code registry.example/app}, {@code oci:dir}. */
    String location();

    /** What {@code tag} points at now; empty when there is no such tag or no such repository. */
    Optional<Descriptor> resolve(Tag tag) throws IOException;

    /** The descriptor of the manifest with this digest; empty when it is not here. */
    Optional<Descriptor> resolve(Digest digest) throws IOException;

    /**
     * The manifest with this digest, verified against it.
     *
     * @throws NotFoundException when it is not here
     * @throws dev.anyarch.model.InvalidContentException when the bytes are not those of the digest, or too many
     */
    RawManifest fetchManifest(Digest digest) throws IOException;

    /**
     * The content of a blob from its first byte. The stream ends with an {@link IOException} rather than early, and with a
     * {@link dev.anyarch.model.InvalidContentException} when all of it was read and digest or size are not those of
     * {@code blob}.
     *
     * @throws NotFoundException when it is not here
     */
    InputStream openBlob(Descriptor blob) throws IOException;

    /**
     * Exactly {@code length} bytes of a blob from {@code offset}; not verified, because a part has no digest.
     *
     * @throws NotFoundException when the blob is not here
     * @throws IllegalArgumentException when the range is not within the descriptor's size
     */
    InputStream openBlob(Descriptor blob, long offset, long length) throws IOException;

    /** All tags in lexical order; none when there is no such repository. */
    List<Tag> tags() throws IOException;

    /**
     * The manifests whose subject is {@code subject}, with artifact type and annotations; none when there are none.
     *
     * @param artifactType only those of this type
     */
    List<Descriptor> referrers(Digest subject, Optional<String> artifactType) throws IOException;
}
