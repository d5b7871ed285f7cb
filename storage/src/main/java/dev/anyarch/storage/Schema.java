package dev.anyarch.storage;

import dev.anyarch.store.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Objects;

/** The versions of the tables: {@code schema-N.sql} makes version N of version N - 1. */
final class Schema {
    static final int VERSION = 1;

    private Schema() {}

    /** The version of what is there; 0 when nothing is. */
    static int version(Session session) throws SQLException, IOException {
        return session.find("PRAGMA user_version", row -> row.getInt(1)).orElse(0);
    }

    /** Whether the tables are those that this code knows. */
    static boolean isCurrent(int version) throws UnavailableException {
        if (version > VERSION) {
            throw new UnavailableException(("the metadata has schema version %d, expected at most %d: "
                    + "a newer anyarch has written it, use that one").formatted(version, VERSION));
        }
        return version == VERSION;
    }

    /** Brings the tables to the current version; within the transaction of the caller. */
    static void migrate(Session session) throws SQLException, IOException {
        for (int version = version(session) + 1; version <= VERSION; version++) {
            for (String statement : script(version).split(";", -1)) {
                if (!statement.isBlank()) {
                    session.execute(statement);
                }
            }
            session.execute("PRAGMA user_version = " + version);
        }
    }

    private static String script(int version) throws IOException {
        String name = "schema-%d.sql".formatted(version);
        try (InputStream in = Objects.requireNonNull(Schema.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("--[^\n]*", "");
        }
    }
}
