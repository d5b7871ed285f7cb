package dev.anyarch.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * The native part of the database. It comes in a jar, and every process unpacks and compares it anew, for which it even asks
 * {@code uname}, unless it is told by {@link #PROPERTY} where there is a copy: a third of what a short command takes.
 */
public final class DatabaseLibrary {
    /** The system property that names the directory of a copy; without one, or without it there, the jar's is taken. */
    public static final String PROPERTY = "org.sqlite.lib.path";

    private DatabaseLibrary() {}

    /** Makes a copy for this machine in a directory, which is made when it is not there. */
    public static Path copyTo(Path directory) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        try (InputStream in = Optional.ofNullable(SQLiteJDBCLoader.class.getResourceAsStream(resource))
                .orElseThrow(() -> new FileNotFoundException("no SQLite for this machine: " + resource))) {
            Path copy = Files.createDirectories(directory).resolve(name);
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return copy;
        }
    }

    /** Loads it and everything around it, which takes a while; later uses find it loaded. */
    public static void load() throws IOException {
        try (Connection _ = new SQLiteConfig().createConnection("jdbc:sqlite::memory:")) {
            // that it could be opened is all
        } catch (SQLException e) {
            throw new IOException("load SQLite: " + e.getMessage(), e);
        }
    }
}
