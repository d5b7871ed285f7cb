package dev.anyarch.builder.dockerfile;

/**
 * Where an instruction stands.
 *
 * @param file as people know it: {@code Dockerfile}, {@code app/Dockerfile}, {@code ONBUILD of golang:1.25}
 * @param line of its first line, from 1
 * @param endLine of its last line
 * @param text the first line as written
 */
public record SourceLocation(String file, int line, int endLine, String text) {

    /** {@code file:line}. */
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
