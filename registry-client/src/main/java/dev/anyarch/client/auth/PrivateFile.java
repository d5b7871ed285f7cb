package dev.anyarch.client.auth;

import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Replaces a file with secrets in one step, readable by its owner alone. */
final class PrivateFile {
    private PrivateFile() {}

    static void write(Path path, Json.Obj content) throws IOException {
        // Many keep this file elsewhere and link to it: the link stays.
        Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
        Path directory = target.getParent();
        if (directory == null) {
            throw new IOException("%s: expected a file in a directory".formatted(path));
        }
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createDirectories(directory, permissions(posix, "rwx------"));
        Path temporary = Files.createTempFile(directory, ".config", ".json", permissions(posix, "rw-------"));
        try {
            byte[] bytes = (JsonWriter.indented(content, "\t") + "\n").getBytes(StandardCharsets.UTF_8);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static FileAttribute<?>[] permissions(boolean posix, String permissions) {
        return posix
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(
                        permissions))}
                : new FileAttribute<?>[0];
    }
}
