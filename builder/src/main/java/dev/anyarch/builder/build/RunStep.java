package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Instruction;
import java.io.IOException;
import java.util.Optional;

/**
 * A RUN: taken from an earlier build, or executed. While the layer of one is packed, the next one is executed already, unless
 * somebody may have done it before. For one thread.
 */
final class RunStep {
    private final StageBuild stage;
    private final Instruction.Run run;

    RunStep(StageBuild stage, Instruction.Run run) {
        this.stage = stage;
        this.run = run;
    }

    void execute() throws IOException, InterruptedException {
        RunIsolation isolation = RunIsolation.of(run, stage.services().commands().settings());
        RunCommand command = RunCommand.of(run, RunCommand.shell(stage.image().settings()));
        Optional<RunKey> key = RunKey.of(stage, run, command, isolation);
        if (!stage.platformBuild().isLone(run)) {
            stage.latestRun().settle();
            stage.make(key.map(known -> known.digest(stage.image().layers())), false, () -> {
                try (ExecutedRun executed = new RunExecution(stage, run, command, isolation).execute()) {
                    return executed.finish();
                }
            });
            stage.noteExecuted(run);
        } else if (!isFound(key)) {
            ExecutedRun executed = executeAbove(command, isolation);
            stage.latestRun().follow(executed, key);
            if (!stage.isRunNext() || !executed.isMounted()) {
                stage.latestRun().settle();
            }
        }
    }

    /** Whether an earlier build has done it. What nobody ever executed need not be looked for, which takes the layers below. */
    private boolean isFound(Optional<RunKey> key) throws IOException, InterruptedException {
        StepCache steps = stage.services().steps();
        if (stage.isFresh() || !steps.has(RunKey.ofInstruction(run, stage.platform())) || key.isEmpty()) {
            return false;
        }
        stage.latestRun().settle();
        Optional<StepCache.Outcome> found = steps.find(key.get().digest(stage.image().layers()));
        if (found.isPresent()) {
            stage.take(run.location(), found.get(), false);
            stage.noteExecuted(run);
        }
        return found.isPresent();
    }

    /** Executes it while the layer below may be under way; that one is kept also when this fails. */
    private ExecutedRun executeAbove(RunCommand command, RunIsolation isolation)
            throws IOException, InterruptedException {
        try {
            return new RunExecution(stage, run, command, isolation).execute();
        } catch (IOException e) {
            try {
                stage.latestRun().settle();
            } catch (IOException below) {
                e.addSuppressed(below);
            }
            throw e;
        }
    }
}
