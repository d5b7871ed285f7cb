package dev.anyarch.builder.build;

import dev.anyarch.model.platform.Platform;

/** What is to be expected when a program of an image is started. */
public sealed interface ProgramFinding {
    /** The exit code of shells for a program that is not there. */
    int ABSENT = 127;
    /** The exit code of shells for a program that is there and cannot be executed. */
    int REFUSED = 126;

    /** Nothing is known to be in the way. */
    record Fits() implements ProgramFinding {}

    /**
     * It is for another platform than its image says.
     *
     * @param platform that it is for
     * @param message a sentence without a full stop
     */
    record Foreign(Platform platform, String message) implements ProgramFinding {}

    /**
     * No machine can start it.
     *
     * @param exitCode 127 for what is not there, 126 for what is there and cannot be executed, as shells have it
     * @param message a sentence without a full stop
     */
    record Broken(int exitCode, String message) implements ProgramFinding {}
}
