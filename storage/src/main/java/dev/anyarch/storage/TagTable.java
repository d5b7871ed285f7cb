package dev.anyarch.storage;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of tags. */
final class TagTable {
    private TagTable() {}

    /** Where a tag points. */
    record Target(long manifest, Digest digest) {}

    static Optional<Target> find(Session session, long repository, Tag tag) throws SQLException, IOException {
        return session.find("""
            SELECT m.id, m.digest FROM tags t JOIN manifests m ON m.id = t.manifest_id
            WHERE t.repository_id = ? AND t.name = ?""",
                row -> new Target(row.getLong(1), Digest.parse(row.getString(2))), repository, tag.value());
    }

    static Optional<Descriptor> resolve(Session session, RepositoryName repository, Tag tag)
            throws SQLException, IOException {
        return session.find("""
            SELECT m.media_type, m.digest, m.size FROM tags t
            JOIN repositories r ON r.id = t.repository_id
            JOIN manifests m ON m.id = t.manifest_id
            WHERE r.name = ? AND t.name = ?""", ManifestTable::descriptor, repository.value(), tag.value());
    }

    static List<Tag> list(Session session, RepositoryName repository, Optional<Tag> after, int limit)
            throws SQLException, IOException {
        return session.list("""
            SELECT t.name FROM tags t JOIN repositories r ON r.id = t.repository_id
            WHERE r.name = ? AND t.name > ? ORDER BY t.name LIMIT ?""", row -> new Tag(row.getString(1)),
                repository.value(), after.map(Tag::value).orElse(""), limit);
    }

    static List<TaggedImage> images(Session session, RepositoryName repository) throws SQLException, IOException {
        return session.list("""
            SELECT m.media_type, m.digest, m.size, t.name, t.updated_at, t.previous_digest FROM tags t
            JOIN repositories r ON r.id = t.repository_id
            JOIN manifests m ON m.id = t.manifest_id
            WHERE r.name = ? ORDER BY t.name""", TagTable::image, repository.value());
    }

    /** Points the tag at a manifest; the one it pointed at before is touched, so that it stays for its time. */
    static void move(Session session, long repository, Tag tag, long manifest, long now)
            throws SQLException, IOException {
        Optional<Target> before = find(session, repository, tag);
        if (before.isPresent() && before.get().manifest() == manifest) {
            return;
        }
        if (before.isPresent()) {
            ManifestTable.touch(session, before.get().manifest(), now);
        }
        session.update("""
            INSERT INTO tags (repository_id, name, manifest_id, previous_digest, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (repository_id, name) DO UPDATE SET manifest_id = excluded.manifest_id,
                previous_digest = excluded.previous_digest, updated_at = excluded.updated_at""",
                repository, tag.value(), manifest, before.map(target -> target.digest().toString()).orElse(null), now,
                now);
    }

    static boolean delete(Session session, RepositoryName repository, Tag tag) throws SQLException {
        return session.update("""
            DELETE FROM tags
            WHERE name = ? AND repository_id = (SELECT id FROM repositories WHERE name = ?)""", tag.value(),
                repository.value()) > 0;
    }

    private static TaggedImage image(ResultSet row) throws SQLException {
        @Nullable
        String previous = row.getString(6);
        return new TaggedImage(new Tag(row.getString(4)), ManifestTable.descriptor(row),
                Instant.ofEpochMilli(row.getLong(5)), Optional.ofNullable(previous).map(Digest::parse));
    }
}
