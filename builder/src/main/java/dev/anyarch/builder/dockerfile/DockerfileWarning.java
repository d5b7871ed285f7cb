package dev.anyarch.builder.dockerfile;

import java.util.Optional;

/**
 * Something that works but is probably not what was meant.
 *
 * @param location where; absent when it is about the request, not the file
 * @param message one sentence
 */
public record DockerfileWarning(Optional<SourceLocation> location, String message) {

    @Override
    public String toString() {
        return location.map(place -> place + ": ").orElse("") + message;
    }
}
