package dev.anyarch.storage;

import dev.anyarch.model.Digest;
import dev.anyarch.model.reference.RepositoryName;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows of blobs and of their membership in repositories. */
final class BlobTable {
    private BlobTable() {}

    /** A blob that is somewhere in the storage. */
    record Known(long id, long size, long touchedAt) {}

    static Optional<Known> find(Session session, Digest digest) throws SQLException, IOException {
        return session.find("SELECT id, size, touched_at FROM blobs WHERE digest = ?",
                row -> new Known(row.getLong(1), row.getLong(2), row.getLong(3)), digest.toString());
    }

    static Optional<Known> find(Session session, RepositoryName repository, Digest digest)
            throws SQLException, IOException {
        return session.find("""
            SELECT b.id, b.size, b.touched_at FROM blobs b
            JOIN repository_blobs m ON m.blob_id = b.id
            JOIN repositories r ON r.id = m.repository_id
            WHERE b.digest = ? AND r.name = ?""",
                row -> new Known(row.getLong(1), row.getLong(2), row.getLong(3)), digest.toString(),
                repository.value());
    }

    /** The blobs of a repository. */
    static List<BlobUse> list(Session session, RepositoryName repository) throws SQLException, IOException {
        return session.list("""
            SELECT r.name, b.digest, b.size, b.touched_at FROM blobs b
            JOIN repository_blobs m ON m.blob_id = b.id
            JOIN repositories r ON r.id = m.repository_id
            WHERE r.name = ?""", BlobTable::use, repository.value());
    }

    /** The blobs that no manifest of their repository needs, and that nobody has used since {@code before}. */
    static List<BlobUse> unneeded(Session session, long before) throws SQLException, IOException {
        return session.list("""
            SELECT r.name, b.digest, b.size, b.touched_at FROM blobs b
            JOIN repository_blobs m ON m.blob_id = b.id
            JOIN repositories r ON r.id = m.repository_id
            WHERE b.touched_at < ? AND NOT EXISTS (
                SELECT 1 FROM manifest_references f WHERE f.repository_id = r.id AND f.digest = b.digest)""",
                BlobTable::use, before);
    }

    private static BlobUse use(ResultSet row) throws SQLException {
        return new BlobUse(new RepositoryName(row.getString(1)), Digest.parse(row.getString(2)), row.getLong(3),
                Instant.ofEpochMilli(row.getLong(4)));
    }

    static long put(Session session, Digest digest, long size, long now) throws SQLException {
        return session.id("""
            INSERT INTO blobs (digest, size, created_at, touched_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (digest) DO UPDATE SET touched_at = excluded.touched_at RETURNING id""",
                digest.toString(), size, now, now);
    }

    static void touch(Session session, long id, long now) throws SQLException {
        session.update("UPDATE blobs SET touched_at = ? WHERE id = ?", now, id);
    }

    static void link(Session session, long repository, long blob, long now) throws SQLException {
        session.update("""
            INSERT INTO repository_blobs (repository_id, blob_id, created_at) VALUES (?, ?, ?)
            ON CONFLICT (repository_id, blob_id) DO NOTHING""", repository, blob, now);
    }

    static void unlink(Session session, RepositoryName repository, long blob) throws SQLException {
        session.update("""
            DELETE FROM repository_blobs
            WHERE blob_id = ? AND repository_id = (SELECT id FROM repositories WHERE name = ?)""", blob,
                repository.value());
    }

    /**
     * Removes the row of a blob that is in no repository any more.
     *
     * @return whether that was so
     */
    static boolean deleteUnlinked(Session session, long blob) throws SQLException {
        return session.update("""
            DELETE FROM blobs WHERE id = ?
            AND NOT EXISTS (SELECT 1 FROM repository_blobs WHERE blob_id = blobs.id)""", blob) > 0;
    }
}
