package dev.anyarch.cli;

import dev.anyarch.builder.build.BuildProgress;
import dev.anyarch.builder.dockerfile.DockerfileWarning;

/**
 * Tells how a build goes: the current step on a terminal, a line for each step elsewhere.
 *
 * @param live whether steps take each other's place at the bottom of the terminal
 * @param silent whether only warnings are told
 */
record BuildSteps(Console console, boolean live, boolean silent) implements BuildProgress {

    static BuildSteps of(String how, Console console) throws UsageException {
        return switch (how) {
            case "auto", "tty" -> new BuildSteps(console, console.isTerminal(), false);
            case "plain" -> new BuildSteps(console, false, false);
            case "quiet" -> new BuildSteps(console, false, true);
            case String other ->
                throw new UsageException("option --progress: expected auto, plain or quiet, found '" + other + "'");
        };
    }

    @Override
    public void begun(Step step) {
        if (silent) {
            return;
        }
        String line = "%s [%s %d/%d] %s".formatted(step.platform(), step.stage(), step.number(), step.total(),
                step.text().lines().findFirst().orElse(""));
        if (live) {
            console.live(line);
        } else {
            console.message(line);
        }
    }

    @Override
    public void warned(DockerfileWarning warning) {
        console.message("warning: " + warning);
    }
}
