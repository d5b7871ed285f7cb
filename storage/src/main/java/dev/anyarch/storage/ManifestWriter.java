package dev.anyarch.storage;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.DeniedException;
import dev.anyarch.store.Precondition;
import dev.anyarch.store.PreconditionFailedException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Puts and deletes the manifests of one repository, each in one transaction. Safe for use by several threads. */
final class ManifestWriter {
    private final Storage storage;
    private final RepositoryName name;

    ManifestWriter(Storage storage, RepositoryName name) {
        this.storage = storage;
        this.name = name;
    }

    void put(RawManifest given, Digest digest, List<Tag> tags, Precondition precondition) throws IOException {
        RawManifest raw = digest.algorithm() == given.digest().algorithm()
                ? given
                : RawManifest.of(given.mediaType(), given.bytes(), digest.algorithm());
        requireDigest(raw, digest);
        Manifest manifest = raw.parse();
        List<Requirement> requirements = Requirement.of(manifest, storage.sparsePolicy());
        storage.database().write("put manifest %s@%s".formatted(name, digest), session -> {
            long now = storage.now();
            long repository = RepositoryTable.require(session, name, now);
            for (Tag tag : tags) {
                require(precondition, tag, TagTable.find(session, repository, tag).map(TagTable.Target::digest));
            }
            for (Requirement requirement : requirements) {
                require(session, repository, requirement, digest);
            }
            long id = ManifestTable.put(session, repository, manifest, raw, requirements, now);
            for (Tag tag : tags) {
                TagTable.move(session, repository, tag, id, now);
            }
            return true;
        });
    }

    boolean delete(Digest digest) throws IOException {
        return storage.database().write("delete manifest %s@%s".formatted(name, digest), session -> {
            Optional<Long> repository = RepositoryTable.find(session, name);
            if (repository.isEmpty()) {
                return false;
            }
            Optional<ManifestTable.Known> known = ManifestTable.find(session, repository.get(), digest);
            if (known.isEmpty()) {
                return false;
            }
            Optional<String> parent = ManifestTable.findParent(session, repository.get(), digest);
            if (parent.isPresent()) {
                throw new DeniedException("store:%s: manifest %s: index %s lists it; delete that first".formatted(name,
                        digest, parent.get()));
            }
            ManifestTable.delete(session, known.get().id());
            return true;
        });
    }

    void requireDigest(RawManifest manifest, Digest expected) throws InvalidContentException {
        if (!manifest.digest().equals(expected)) {
            throw new InvalidContentException("store:%s: manifest: digest mismatch: expected %s, found %s (%d bytes)"
                    .formatted(name, expected, manifest.digest(), manifest.size()));
        }
    }

    private void require(Precondition precondition, Tag tag, Optional<Digest> current)
            throws PreconditionFailedException {
        Optional<Digest> expected = switch (precondition) {
            case Precondition.None _ -> current;
            case Precondition.TagAbsent _ -> Optional.empty();
            case Precondition.TagAt(Digest digest) -> Optional.of(digest);
        };
        if (!expected.equals(current)) {
            throw new PreconditionFailedException("store:%s: tag %s: expected %s, found %s".formatted(name, tag,
                    expected.map(Digest::toString).orElse("no such tag"),
                    current.map(Digest::toString).orElse("no such tag")));
        }
    }

    private void require(Session session, long repository, Requirement requirement, Digest manifest)
            throws SQLException, IOException {
        Descriptor needed = requirement.descriptor();
        Optional<Long> size = Optional.empty();
        if (requirement.kind() != Requirement.Kind.BLOB) {
            size = ManifestTable.find(session, repository, needed.digest()).map(ManifestTable.Known::size);
        }
        if (size.isEmpty() && requirement.kind() != Requirement.Kind.MANIFEST) {
            size = BlobTable.find(session, name, needed.digest()).map(BlobTable.Known::size);
        }
        if (size.isEmpty() && requirement.isRequired()) {
            throw new MissingContentException(
                    "store:%s: manifest %s: it names %s (%s), which is not here; push that first"
                            .formatted(name, manifest, needed.digest(), needed.mediaType()),
                    needed.digest());
        }
        if (size.isPresent() && size.get() != needed.size()) {
            throw new InvalidContentException("store:%s: manifest %s: it says that %s has %d bytes, found %d"
                    .formatted(name, manifest, needed.digest(), needed.size(), size.get()));
        }
    }
}
