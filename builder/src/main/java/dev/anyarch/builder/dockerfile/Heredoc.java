package dev.anyarch.builder.dockerfile;

/**
 * A here-document of RUN, COPY or ADD.
 *
 * @param name the delimiter without quotes; the file name in COPY and ADD
 * @param expands whether variables in it are expanded: no part of the delimiter was quoted
 * @param stripsTabs whether it was written {@code <<-}
 * @param descriptor the file descriptor in front of it, 0 when there is none
 * @param text what stands between the delimiters, as written
 */
public record Heredoc(String name, boolean expands, boolean stripsTabs, int descriptor, String text) {

    /** Whether a command is nothing but a here-document, which then is the script itself. */
    public static boolean isAlone(String command) {
        return HeredocSyntax.parse(command.strip()).isPresent();
    }

    /** What it says: without the tabs in front of its lines where it was written {@code <<-}. */
    public String content() {
        return stripsTabs ? text.replaceAll("(?m)^\\t+", "") : text;
    }

    Heredoc withText(String newText) {
        return new Heredoc(name, expands, stripsTabs, descriptor, newText);
    }
}
