package dev.anyarch.storage;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.OtherManifest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.reference.RepositoryName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of manifests and of what they need. */
final class ManifestTable {
    private ManifestTable() {}

    /** A manifest of a repository. */
    record Known(long id, long size) {}

    static Optional<Known> find(Session session, long repository, Digest digest) throws SQLException, IOException {
        return session.find("SELECT id, size FROM manifests WHERE repository_id = ? AND digest = ?",
                row -> new Known(row.getLong(1), row.getLong(2)), repository, digest.toString());
    }

    static Optional<Descriptor> resolve(Session session, RepositoryName repository, Digest digest)
            throws SQLException, IOException {
        return session.find("""
            SELECT m.media_type, m.digest, m.size FROM manifests m
            JOIN repositories r ON r.id = m.repository_id
            WHERE r.name = ? AND m.digest = ?""", ManifestTable::descriptor, repository.value(), digest.toString());
    }

    static Optional<RawManifest> fetch(Session session, RepositoryName repository, Digest digest)
            throws SQLException, IOException {
        return session.find("""
            SELECT m.media_type, m.content FROM manifests m
            JOIN repositories r ON r.id = m.repository_id
            WHERE r.name = ? AND m.digest = ?""",
                row -> RawManifest.of(new MediaType(row.getString(1)), row.getBytes(2), digest.algorithm()),
                repository.value(), digest.toString());
    }

    static List<Descriptor> referrers(Session session, RepositoryName repository, Digest subject,
            Optional<String> artifactType) throws SQLException, IOException {
        @Nullable
        String type = artifactType.orElse(null);
        return session.list("""
            SELECT m.referrer FROM manifests m
            JOIN repositories r ON r.id = m.repository_id
            WHERE r.name = ? AND m.subject = ? AND (? IS NULL OR m.artifact_type = ?) ORDER BY m.id""",
                ManifestTable::referrer, repository.value(), subject.toString(), type, type);
    }

    /** Stores a manifest; its id. One that is there already is touched, and reads as it was pushed last. */
    static long put(Session session, long repository, Manifest manifest, RawManifest raw,
            List<Requirement> requirements, long now) throws SQLException {
        Optional<Descriptor> referrer = referrer(manifest, raw);
        long id = session.id("""
            INSERT INTO manifests (repository_id, digest, media_type, size, subject, artifact_type, referrer,
                                   created_at, touched_at, content)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (repository_id, digest) DO UPDATE SET media_type = excluded.media_type,
                subject = excluded.subject, artifact_type = excluded.artifact_type,
                referrer = excluded.referrer, touched_at = excluded.touched_at
            RETURNING id""", repository, raw.digest().toString(), raw.mediaType().value(), raw.size(),
                manifest.subject().map(subject -> subject.digest().toString()).orElse(null),
                referrer.flatMap(Descriptor::artifactType).orElse(null),
                referrer.map(descriptor -> new String(JsonWriter.compact(descriptor.toJson()), StandardCharsets.UTF_8))
                        .orElse(null),
                now, now, raw.bytes());
        for (Requirement requirement : requirements) {
            session.update("""
                INSERT INTO manifest_references (manifest_id, repository_id, digest) VALUES (?, ?, ?)
                ON CONFLICT (manifest_id, digest) DO NOTHING""", id, repository,
                    requirement.descriptor().digest().toString());
        }
        return id;
    }

    static void touch(Session session, long id, long now) throws SQLException {
        session.update("UPDATE manifests SET touched_at = ? WHERE id = ?", now, id);
    }

    /** The digest of a manifest that needs {@code digest}. */
    static Optional<String> findParent(Session session, long repository, Digest digest)
            throws SQLException, IOException {
        return session.find("""
            SELECT m.digest FROM manifest_references f JOIN manifests m ON m.id = f.manifest_id
            WHERE f.repository_id = ? AND f.digest = ? LIMIT 1""", row -> row.getString(1), repository,
                digest.toString());
    }

    static void delete(Session session, long id) throws SQLException {
        session.update("DELETE FROM tags WHERE manifest_id = ?", id);
        session.update("DELETE FROM manifest_references WHERE manifest_id = ?", id);
        session.update("DELETE FROM manifests WHERE id = ?", id);
    }

    /** Reads {@code media_type, digest, size}. */
    static Descriptor descriptor(ResultSet row) throws SQLException {
        return new Descriptor(new MediaType(row.getString(1)), Digest.parse(row.getString(2)), row.getLong(3));
    }

    private static Descriptor referrer(ResultSet row) throws SQLException, IOException {
        byte[] json = row.getString(1).getBytes(StandardCharsets.UTF_8);
        return Descriptor.fromJson(new JsonFields(JsonReader.readObject(json, "referrer"), "referrer"));
    }

    /** How the manifest is listed at its subject (OCI distribution-spec, "Listing Referrers"). */
    private static Optional<Descriptor> referrer(Manifest manifest, RawManifest raw) {
        return switch (manifest) {
            case ImageManifest image -> image.subject()
                    .map(_ -> referrer(raw, image.annotations(),
                            image.artifactType()
                                    .filter(type -> !type.isEmpty())
                                    .or(() -> Optional.of(image.config().mediaType().value()))));
            case ImageIndex index -> index.subject().map(_ -> referrer(raw, index.annotations(), index.artifactType()));
            case OtherManifest _ -> Optional.empty();
        };
    }

    private static Descriptor referrer(RawManifest raw, Map<String, String> annotations,
            Optional<String> artifactType) {
        Descriptor annotated = raw.descriptor().withAnnotations(annotations);
        return artifactType.map(annotated::withArtifactType).orElse(annotated);
    }
}
