package dev.anyarch.builder.build;

import dev.anyarch.content.TarText;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * File names of the host without loss. A name that is not valid in the JVM's encoding comes out of {@link Path#toString}
 * damaged, but its URI has the bytes.
 */
final class HostNames {
    private HostNames() {}

    static String text(Path path) {
        String text = path.toString().replace(path.getFileSystem().getSeparator(), "/");
        if (text.chars().allMatch(c -> c > 0 && c < 0x80 && c != '?')) {
            return text;
        }
        boolean isAbsolute = path.isAbsolute();
        String uri = (isAbsolute ? path : path.getFileSystem().getPath("/").resolve(path)).toUri().getRawPath();
        String decoded = TarText.decode(percentDecoded(uri));
        String relative = isAbsolute ? decoded : decoded.substring(1);
        return relative.endsWith("/") && !text.endsWith("/") ? relative.substring(0, relative.length() - 1) : relative;
    }

    /** For a message: one line, and what is not UTF-8 or cannot be printed as {@code \\xNN}. */
    static String shown(Path path) {
        StringBuilder shown = new StringBuilder();
        text(path).codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                shown.append("\\x%02x".formatted(c & 0xff));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    /** The bytes that the host itself has for a path. */
    static byte[] bytes(Path path) {
        return TarText.encode(text(path));
    }

    /** A path of the host from text as it stands in an archive; the opposite of {@link #text}. */
    static Path path(FileSystem host, String text) {
        byte[] bytes = TarText.encode(text);
        StringBuilder uri = new StringBuilder("file:///");
        boolean isPlain = true;
        for (byte b : bytes) {
            isPlain &= b > 0;
            uri.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
        }
        if (isPlain) {
            return host.getPath(text);
        }
        Path absolute = Path.of(URI.create(uri.toString().replace("%2F", "/")));
        return text.startsWith("/") ? absolute : Path.of("/").relativize(absolute);
    }

    private static byte[] percentDecoded(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%') {
                out.write(Integer.parseInt(text, i + 1, i + 3, 16));
                i += 2;
            } else {
                out.write(text.charAt(i));
            }
        }
        return out.toByteArray();
    }
}
