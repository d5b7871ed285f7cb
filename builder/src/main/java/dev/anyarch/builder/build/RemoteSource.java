package dev.anyarch.builder.build;

import dev.anyarch.content.TarText;
import java.io.ByteArrayOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sources of ADD that are not paths. */
final class RemoteSource {
    private static final Pattern GIT = Pattern
            .compile("(?:git|ssh)://.*|[^/:@]+@[^/:]+:.*|https?://[^?#]*\\.git(?:[#?].*)?"
                    + "|github\\.com/.*");
    private static final Pattern PERCENT = Pattern.compile("%(\\p{XDigit}{2})");

    private RemoteSource() {}

    static boolean isUrl(String source) {
        return source.startsWith("http://") || source.startsWith("https://");
    }

    static boolean isGit(String source) {
        return GIT.matcher(source).matches();
    }

    /** A URL for histories and messages. */
    static String withoutCredentials(String url) {
        return url.replaceFirst("^(https?://)[^/?#]*@", "$1");
    }

    /** Any text in which there may be URLs. */
    static String withoutAnyCredentials(String text) {
        return text.replaceAll("([a-z]+://)[^/?#\\s'\"]*@", "$1");
    }

    /** The last name of a URL's path, which may end with a slash; empty when it has none. */
    static String fileName(String url) {
        String path = decoded(url.replaceFirst("^https?://[^/?#]*", "").replaceFirst("[?#].*$", ""))
                .replaceFirst("/+$", "");
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.equals(".") || name.equals("..") ? "" : name;
    }

    private static String decoded(String path) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher matcher = PERCENT.matcher(path);
        int start = 0;
        while (matcher.find()) {
            bytes.writeBytes(TarText.encode(path.substring(start, matcher.start())));
            bytes.write(Integer.parseInt(matcher.group(1), 16));
            start = matcher.end();
        }
        bytes.writeBytes(TarText.encode(path.substring(start)));
        return TarText.decode(bytes.toByteArray());
    }
}
