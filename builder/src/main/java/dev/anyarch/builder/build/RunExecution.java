package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.runtime.CannotExecuteException;
import dev.anyarch.runtime.Confinement;
import dev.anyarch.runtime.ContainerExit;
import dev.anyarch.runtime.ContainerMount;
import dev.anyarch.runtime.ContainerRuntime;
import dev.anyarch.runtime.ContainerSpec;
import dev.anyarch.runtime.ContainerUser;
import dev.anyarch.runtime.Execution;
import dev.anyarch.runtime.Resolver;
import dev.anyarch.runtime.RootFileSystem;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Executes the command of a RUN: the stage's layers on disk, and above them what it changes. For one thread. */
final class RunExecution {
    private static final int SHOWN_COMMAND = 200;

    private final StageBuild stage;
    private final Instruction.Run run;
    private final RunCommand command;
    private final RunIsolation isolation;

    RunExecution(StageBuild stage, Instruction.Run run, RunCommand command, RunIsolation isolation) {
        this.stage = stage;
        this.run = run;
        this.command = command;
        this.isolation = isolation;
    }

    /**
     * Executes it; the layer is under way then.
     *
     * @throws RunFailedException when the command does not go well
     */
    ExecutedRun execute() throws IOException, InterruptedException {
        ContainerRuntime runtime = stage.services().runs().runtime(run.location());
        DiskLayers layers = stage.files()
                .onDisk(run.location(), stage.services().runs(), stage.image().layers());
        List<String> names = new ArrayList<>(layers.names());
        stage.latestRun().layerName().ifPresent(names::add);
        Accounts accounts = new Accounts(stage.files().tree(),
                (path, file) -> ExpandedImage.open(runtime.layers(), names, path, file));
        ContainerUser user = user(accounts);
        RootFileSystem root = execute(runtime, names, accounts, user);
        boolean isUnderWay = false;
        try {
            List<LayerEntry> changes = apply(new RunChanges(stage, root.upper(), runtime.rung(), user));
            RunLayer layer = new RunLayer(root, changes, stage.services().layers());
            isUnderWay = true;
            return new ExecutedRun(stage, run, layer, layers, runtime.layers(),
                    command.history(stage.scope().declaredArguments()));
        } finally {
            if (!isUnderWay) {
                root.close();
            }
        }
    }

    private List<LayerEntry> apply(RunChanges changes) throws IOException, InterruptedException {
        try {
            return changes.apply();
        } catch (InvalidContentException e) {
            throw new DockerfileException(run.location(), e);
        }
    }

    /** @return what the command was executed in, when it has gone well */
    private RootFileSystem execute(ContainerRuntime runtime, List<String> layers, Accounts accounts, ContainerUser user)
            throws IOException, InterruptedException {
        FileTree tree = stage.files().tree();
        Execution how = stage.services().runs().require(run.location(), stage.platform());
        ContainerSpec spec = ContainerSpec.of(command.arguments(), stage.scope().commandEnvironment(),
                stage.workingDirectory(), user).withExecution(how);
        tell(how);
        try (RunMounts prepared = RunMounts.prepare(stage, run, runtime, user)) {
            RootFileSystem root = runtime.newRoot(layers, MountPlaces.of(tree, prepared.points()),
                    tree.root().metadata().mode());
            boolean isDone = false;
            try {
                TreePath directory = tree.resolve(stage.workingDirectory(), true);
                if (directory.node().isEmpty()) {
                    root.makeDirectory(directory.text(), user);
                }
                String home = accounts.home(stage.image().settings().text("User"));
                ContainerSpec whole = with(spec, prepared, home).withMounts(mounts(prepared, root))
                        .withIsolation(isolation.network(), Confinement.USUAL.withPrivileged(isolation.isInsecure()));
                requireSuccess(spec, how, execute(runtime, root, whole));
                isDone = true;
                return root;
            } finally {
                if (!isDone) {
                    root.close();
                }
            }
        }
    }

    private List<ContainerMount> mounts(RunMounts prepared, RootFileSystem root) throws IOException {
        List<ContainerMount> mounts = new ArrayList<>(prepared.mounts());
        if (command.script().isPresent()) {
            RunCommand.Script script = command.script().get();
            mounts.add(new ContainerMount.Bind(root.writeProgram(script.name(), script.text()).toAbsolutePath(),
                    RunCommand.SCRIPT_DIRECTORY, true));
        }
        return mounts;
    }

    private void tell(Execution how) {
        if (how instanceof Execution.Emulated emulated && stage.services().runs().isFirst(stage.platform())) {
            stage.services().progress().emulated(stage.platform(), emulated.emulator());
        }
    }

    private ContainerExit execute(ContainerRuntime runtime, RootFileSystem root, ContainerSpec spec)
            throws IOException, InterruptedException {
        RunServices runs = stage.services().runs();
        runs.processors().acquire();
        try {
            return runtime.host()
                    .execute(root, spec, line -> stage.services().progress().printed(stage.step(), line));
        } catch (FileSystemException e) {
            throw new FileSystemException(run.location() + ": " + e.getFile(), null, e.getReason());
        } catch (CannotExecuteException e) {
            throw RunServices.cannot(run.location(), e);
        } finally {
            runs.processors().release();
        }
    }

    private ContainerUser user(Accounts accounts) throws IOException {
        try {
            return accounts.login(stage.image().settings().text("User"));
        } catch (IllegalArgumentException e) {
            throw new DockerfileException(run.location(), "USER " + e.getMessage(), e);
        }
    }

    private ContainerSpec with(ContainerSpec spec, RunMounts prepared, String home) {
        RunSettings settings = stage.services().commands().settings();
        Map<String, String> environment = new LinkedHashMap<>(prepared.environment());
        environment.putAll(spec.environment());
        // an OCI runtime does the same, other ways to execute do not
        environment.putIfAbsent("HOME", home);
        return spec.withEnvironment(environment, prepared.secrets())
                .withNames(settings.hosts(), Resolver.SAME)
                .withLimits(settings.shmSize(), settings.limits());
    }

    private void requireSuccess(ContainerSpec spec, Execution how, ContainerExit exit)
            throws IOException, InterruptedException {
        if (exit.code() != 0) {
            String text = String.join(" ", command.arguments()).lines().findFirst().orElse("");
            throw new RunFailedException(run.location(),
                    text.length() <= SHOWN_COMMAND ? text : text.substring(0, SHOWN_COMMAND) + "…", exit.code(),
                    exit.notStarted().map(reason -> ": " + reason).orElseGet(() -> signal(exit.code(), how))
                            + ProgramExplanation.of(stage.files().tree(), spec, stage.platform(), exit)
                                    .map("; "::concat)
                                    .orElse(""),
                    exit.lastLines());
        }
    }

    private static String signal(int code, Execution how) {
        return how instanceof Execution.Emulated emulated
                ? name(code) + emulated.crash(code).map(": "::concat).orElse("")
                : name(code);
    }

    private static String name(int code) {
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
