package dev.anyarch.storage;

import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection that keeps its statements prepared. For one thread at a time. */
final class Session implements Closeable {
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Session(Connection connection) {
        this.connection = connection;
    }

    /** Reads one row. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException, IOException;
    }

    /** The first row, if there is one. */
    <T> Optional<T> find(String sql, Row<T> row, @Nullable Object... parameters) throws SQLException, IOException {
        try (ResultSet rows = bind(sql, parameters).executeQuery()) {
            return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
        }
    }

    <T> List<T> list(String sql, Row<T> row, @Nullable Object... parameters) throws SQLException, IOException {
        List<T> all = new ArrayList<>();
        try (ResultSet rows = bind(sql, parameters).executeQuery()) {
            while (rows.next()) {
                all.add(row.read(rows));
            }
        }
        return List.copyOf(all);
    }

    boolean exists(String sql, @Nullable Object... parameters) throws SQLException {
        try (ResultSet rows = bind(sql, parameters).executeQuery()) {
            return rows.next();
        }
    }

    /** Runs a statement that answers an id. */
    long id(String sql, @Nullable Object... parameters) throws SQLException {
        try (ResultSet rows = bind(sql, parameters).executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("expected one row, found none: " + sql);
            }
            return rows.getLong(1);
        }
    }

    /** The number of rows that the statement changed. */
    int update(String sql, @Nullable Object... parameters) throws SQLException {
        return bind(sql, parameters).executeUpdate();
    }

    /** Runs statements that are not worth keeping. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Begins a transaction that may write; JDBC's own would begin the next one at each commit, and keep others out. */
    void begin() throws SQLException {
        execute("BEGIN IMMEDIATE");
    }

    void commit() throws SQLException {
        execute("COMMIT");
    }

    void rollback() throws SQLException {
        execute("ROLLBACK");
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException("closing the metadata database: " + e.getMessage(), e);
        }
    }

    private PreparedStatement bind(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
