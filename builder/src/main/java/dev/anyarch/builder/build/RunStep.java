package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.runtime.CannotExecuteException;
import dev.anyarch.runtime.ContainerExit;
import dev.anyarch.runtime.ContainerMount;
import dev.anyarch.runtime.ContainerRuntime;
import dev.anyarch.runtime.ContainerSpec;
import dev.anyarch.runtime.ContainerUser;
import dev.anyarch.runtime.MountPoint;
import dev.anyarch.runtime.RootFileSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Executes a RUN: the stage's layers on disk, the command above them, and what it changed as the next layer. For one thread. */
final class RunStep {
    private static final int SHOWN_COMMAND = 200;

    private final StageBuild stage;
    private final Instruction.Run run;

    RunStep(StageBuild stage, Instruction.Run run) {
        this.stage = stage;
        this.run = run;
    }

    void execute() throws IOException, InterruptedException {
        SourceLocation at = run.location();
        requireKnownFlags();
        RunCommand command = RunCommand.of(run, RunCommand.shell(stage.image().settings()));
        RunServices runs = stage.services().runs();
        ContainerRuntime runtime = runs.runtime(at);
        FileTree tree = stage.files().tree();
        ContainerUser user = user(tree);
        DiskLayers layers = stage.files().onDisk(at, runs, stage.image().layers());
        TreePath directory = tree.resolve(stage.workingDirectory(), true);
        ContainerSpec spec = ContainerSpec.of(command.arguments(), stage.scope().commandEnvironment(),
                stage.workingDirectory(), user);
        try (RootFileSystem root = runtime.newRoot(layers.names(), mountPoints(tree),
                tree.root().metadata().mode())) {
            if (directory.node().isEmpty()) {
                root.makeDirectory(directory.text(), user);
            }
            List<ContainerMount> mounts = new ArrayList<>();
            if (command.script().isPresent()) {
                RunCommand.Script script = command.script().get();
                mounts.add(new ContainerMount.Bind(root.writeProgram(script.name(), script.text()).toAbsolutePath(),
                        RunCommand.SCRIPT_DIRECTORY, true));
            }
            requireSuccess(command, execute(runtime, root, spec.withMounts(mounts)));
            new RunChanges(stage, root.upper()).add(command.history(stage.scope().declaredArguments()), layers);
        }
    }

    private ContainerExit execute(ContainerRuntime runtime, RootFileSystem root, ContainerSpec spec)
            throws IOException, InterruptedException {
        RunServices runs = stage.services().runs();
        runs.processors().acquire();
        try {
            return runtime.host()
                    .execute(root, spec, line -> stage.services().progress().printed(stage.step(), line));
        } catch (CannotExecuteException e) {
            throw RunServices.cannot(run.location(), e);
        } finally {
            runs.processors().release();
        }
    }

    private void requireKnownFlags() throws DockerfileException {
        if (!run.mounts().isEmpty() || run.network().filter(network -> !network.matches("default|host")).isPresent()
                || run.security().filter(security -> !security.equals("sandbox")).isPresent()) {
            throw new DockerfileException(run.location(),
                    "RUN --mount, --network=none and --security=insecure are not available yet");
        }
    }

    private ContainerUser user(FileTree tree) throws IOException {
        try {
            return new Accounts(tree).login(stage.image().settings().text("User"));
        } catch (IllegalArgumentException e) {
            throw new DockerfileException(run.location(), "USER " + e.getMessage(), e);
        }
    }

    /** Where something is mounted, links resolved as the stage has them. */
    private static List<MountPoint> mountPoints(FileTree tree) throws IOException {
        List<MountPoint> points = new ArrayList<>();
        for (String directory : List.of("proc", "sys", "dev")) {
            points.add(new MountPoint(tree.resolve(directory, true).text(), true));
        }
        for (String file : List.of("etc/hosts", "etc/resolv.conf")) {
            points.add(new MountPoint(tree.resolve(file, true).text(), false));
        }
        return points;
    }

    private void requireSuccess(RunCommand command, ContainerExit exit) throws RunFailedException {
        if (exit.code() != 0) {
            String text = String.join(" ", command.arguments()).lines().findFirst().orElse("");
            throw new RunFailedException(run.location(),
                    text.length() <= SHOWN_COMMAND ? text : text.substring(0, SHOWN_COMMAND) + "…", exit.code(),
                    exit.notStarted().map(reason -> ": " + reason).orElseGet(() -> signal(exit.code())),
                    exit.lastLines());
        }
    }

    private static String signal(int code) {
        return switch (code - 128) {
            case 4 -> " (ended by signal ILL)";
            case 6 -> " (ended by signal ABRT)";
            case 7 -> " (ended by signal BUS)";
            case 9 -> " (ended by signal KILL: out of memory?)";
            case 11 -> " (ended by signal SEGV)";
            case 15 -> " (ended by signal TERM)";
            default -> "";
        };
    }
}
