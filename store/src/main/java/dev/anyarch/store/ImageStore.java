package dev.anyarch.store;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import java.io.IOException;
import java.util.List;

/**
 * One repository to read from and write to. The order of a push is blobs, children, index, tags last; an implementation
 * that can check it refuses a manifest whose blobs or children are missing with an
 * {@link dev.anyarch.model.InvalidContentException}.
 */
public interface ImageStore extends ImageSource {

    /** Whether a blob with this digest is here. */
    boolean hasBlob(Digest digest) throws IOException;

    /** Begins a blob whose digest is not known yet. Nothing is visible before {@link BlobUpload#commit}. */
    BlobUpload upload() throws IOException;

    /**
     * Begins a blob whose digest and size are known, which lets a remote take it in one request. Commit must name the same
     * digest.
     */
    default BlobUpload upload(Descriptor expected) throws IOException {
        return upload();
    }

    /**
     * Makes a blob of another repository of the same place available here without moving bytes.
     *
     * @return whether that was done; {@code false} means: upload it
     */
    default boolean mount(Digest digest, RepositoryName from) throws IOException {
        return false;
    }

    /**
     * Stores a manifest under its digest and moves {@code tags} to it, all or nothing as far as the place allows.
     * Repeating it changes nothing.
     *
     * @throws PreconditionFailedException when a tag is not as {@code precondition} wants it; nothing has changed then
     */
    void putManifest(RawManifest manifest, List<Tag> tags, Precondition precondition) throws IOException;

    /** As {@link #putManifest(RawManifest, List, Precondition)} without a precondition. */
    default void putManifest(RawManifest manifest, List<Tag> tags) throws IOException {
        putManifest(manifest, tags, Precondition.NONE);
    }

    /**
     * Removes a tag; what it pointed at stays.
     *
     * @return whether it was there
     */
    boolean deleteTag(Tag tag) throws IOException;

    /**
     * Removes a manifest and every tag on it.
     *
     * @return whether it was there
     * @throws DeniedException when an index here still lists it
     */
    boolean deleteManifest(Digest digest) throws IOException;

    /**
     * Removes a blob from this repository.
     *
     * @return whether it was there
     * @throws DeniedException when a manifest here still needs it
     */
    boolean deleteBlob(Digest digest) throws IOException;
}
