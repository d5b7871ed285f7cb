package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.DockerfileWarning;
import dev.anyarch.model.platform.Platform;

/** Hears how a build goes, from several threads at a time. */
public interface BuildProgress {
    BuildProgress SILENT = new BuildProgress() {};

    /** Work on a step begins. */
    default void begun(Step step) {}

    /** The step was found done by an earlier build. */
    default void found(Step step) {}

    /** The step is done, or was found done already. */
    default void finished(Step step) {}

    /** The command of the step failed; also told of the steps that wait for it, after it. */
    default void failed(Step step) {}

    /** A command of the step printed a line. */
    default void printed(Step step, String line) {}

    /** Commands for {@code platform} will be executed by an emulator; told once. */
    default void emulated(Platform platform, String emulator) {}

    /** Something to tell; also part of the result. */
    default void warned(DockerfileWarning warning) {}

    /**
     * One instruction for one platform.
     *
     * @param stage its name or number
     * @param number from 1 within the stage
     * @param total of the stage
     * @param text the instruction, variables replaced where it has them replaced
     */
    record Step(Platform platform, String stage, int number, int total, String text) {}
}
