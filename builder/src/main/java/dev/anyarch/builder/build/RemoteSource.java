package dev.anyarch.builder.build;

import java.util.regex.Pattern;

/** Sources of ADD that are not paths. */
final class RemoteSource {
    private static final Pattern GIT = Pattern
            .compile("(?:git|ssh)://.*|[^/:@]+@[^/:]+:.*|https?://[^?#]*\\.git(?:[#?].*)?"
                    + "|github\\.com/.*");

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

    /** The last name of a URL's path; empty when it has none. */
    static String fileName(String url) {
        String path = url.replaceFirst("^https?://[^/?#]*", "").replaceFirst("[?#].*$", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
