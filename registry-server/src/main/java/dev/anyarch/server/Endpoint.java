package dev.anyarch.server;

import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import java.util.List;
import java.util.Optional;

/** What a request asks for: every method and path that the registry answers (OCI distribution-spec, "Endpoints"). */
sealed interface Endpoint {

    /** Whether it changes something. */
    default boolean isWrite() {
        return false;
    }

    /** {@code GET /}: a short answer for people. */
    record Welcome() implements Endpoint {}

    /** {@code GET /healthz}: for those who watch the process. */
    record Health() implements Endpoint {}

    /** end-1. */
    record ApiVersion() implements Endpoint {}

    /** {@code GET /v2/_catalog}, Docker's list of repositories. */
    record ListRepositories(Page page) implements Endpoint {}

    /** end-8a, end-8b. */
    record ListTags(RepositoryName repository, Page page) implements Endpoint {}

    /** end-12a, end-12b. */
    record ListReferrers(RepositoryName repository, Digest subject, Optional<String> artifactType, Page page)
            implements
                Endpoint {}

    /** end-3. */
    record ReadManifest(RepositoryName repository, ManifestName name) implements Endpoint {}

    /** end-2. */
    record ReadBlob(RepositoryName repository, Digest digest) implements Endpoint {}

    /** end-13. */
    record UploadStatus(RepositoryName repository, String id) implements Endpoint {}

    /** Everything that changes something. */
    sealed interface Write extends Endpoint {
        @Override
        default boolean isWrite() {
            return true;
        }
    }

    /** end-7, also with tags as parameters of a digest. */
    record WriteManifest(RepositoryName repository, ManifestName name, List<Tag> tags) implements Write {}

    /** end-9. */
    record DeleteManifest(RepositoryName repository, ManifestName name) implements Write {}

    /** end-10. */
    record DeleteBlob(RepositoryName repository, Digest digest) implements Write {}

    /** end-4a. */
    record StartUpload(RepositoryName repository, DigestAlgorithm algorithm) implements Write {}

    /** end-4b. */
    record UploadWhole(RepositoryName repository, Digest digest) implements Write {}

    /** end-11; without {@code from} any repository will do. */
    record MountBlob(RepositoryName repository, Digest digest, Optional<RepositoryName> from) implements Write {}

    /** end-5. */
    record AppendUpload(RepositoryName repository, String id) implements Write {}

    /** end-6. */
    record FinishUpload(RepositoryName repository, String id, Digest digest) implements Write {}

    /** end-14. */
    record CancelUpload(RepositoryName repository, String id) implements Write {}
}
