package dev.anyarch.storage;

import dev.anyarch.model.reference.RepositoryName;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The rows of repositories. */
final class RepositoryTable {
    private RepositoryTable() {}

    static Optional<Long> find(Session session, RepositoryName name) throws SQLException, IOException {
        return session.find("SELECT id FROM repositories WHERE name = ?", row -> row.getLong(1), name.value());
    }

    /** The id of the repository, which is made when it is not there. */
    static long require(Session session, RepositoryName name, long now) throws SQLException, IOException {
        Optional<Long> known = find(session, name);
        return known.isPresent()
                ? known.get()
                : session.id("INSERT INTO repositories (name, created_at) VALUES (?, ?) RETURNING id", name.value(),
                        now);
    }

    /** Those that hold a manifest. */
    static List<RepositoryName> list(Session session, Optional<RepositoryName> after, int limit)
            throws SQLException, IOException {
        return session.list("""
            SELECT name FROM repositories WHERE name > ?
            AND EXISTS (SELECT 1 FROM manifests WHERE manifests.repository_id = repositories.id)
            ORDER BY name LIMIT ?""", row -> new RepositoryName(row.getString(1)),
                after.map(RepositoryName::value).orElse(""), limit);
    }
}
