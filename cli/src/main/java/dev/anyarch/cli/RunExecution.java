package dev.anyarch.cli;

import dev.anyarch.builder.build.ProgramFinding;
import dev.anyarch.builder.build.RunnableImage;
import dev.anyarch.builder.cache.LayerLists;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.runtime.Attachment;
import dev.anyarch.runtime.CannotExecuteException;
import dev.anyarch.runtime.ContainerExit;
import dev.anyarch.runtime.ContainerMount;
import dev.anyarch.runtime.ContainerRuntime;
import dev.anyarch.runtime.ContainerSpec;
import dev.anyarch.runtime.ContainerUser;
import dev.anyarch.runtime.Execution;
import dev.anyarch.runtime.MountPoint;
import dev.anyarch.runtime.RootFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Executes a program of an image that was found, once everything has been read. For one thread.
 *
 * @param name of the image, as the command line has it
 */
record RunExecution(Session session, ContainerRuntime runtime, ContainerRequest request, Attachment attachment,
        String name) {

    ExitCode run(RunImage chosen) throws IOException, InterruptedException {
        RunnableImage image = RunnableImage.open(chosen.source(), name, chosen.manifest(), runtime,
                LayerLists.open(session.environment().storeDirectory().resolve(BuildCaching.DIRECTORY)));
        Platform own = image.platform();
        Platform labelled = chosen.platform()
                .filter(entry -> entry.normalized().architecture().equals(own.normalized().architecture()))
                .orElse(own);
        if (!labelled.os().equals("linux")) {
            throw new CannotException("%s: is for %s; only Linux images can be executed".formatted(name, labelled));
        }
        Optional<JsonFields> settings = image.settings();
        String account = request.user(settings);
        ContainerUser user = login(image, account);
        List<ContainerMount> mounts = new ArrayList<>();
        List<MountPoint> points = new ArrayList<>();
        for (ContainerMount mount : request.mounts()) {
            String target = image.resolve(mount.target());
            switch (mount) {
                case ContainerMount.Bind bind -> {
                    mounts.add(new ContainerMount.Bind(bind.source(), target, bind.readOnly()));
                    points.add(new MountPoint(target.substring(1), Files.isDirectory(bind.source())));
                }
                case ContainerMount.Device device -> {
                    mounts.add(new ContainerMount.Device(device.source(), target, device.readOnly()));
                    points.add(new MountPoint(target.substring(1), false));
                }
                case ContainerMount.Memory memory -> {
                    mounts.add(new ContainerMount.Memory(target, memory.size(), memory.settings()));
                    points.add(new MountPoint(target.substring(1), true));
                }
                case ContainerMount.SecretFile secret -> {
                    mounts.add(new ContainerMount.SecretFile(target, secret.content(), secret.mode(), secret.uid(),
                            secret.gid()));
                    points.add(new MountPoint(target.substring(1), false));
                }
            }
        }
        String directory = request.directory(settings);
        ContainerSpec spec = ContainerSpec
                .of(request.arguments(settings), request.environment(settings, image.home(account)), directory, user)
                .withMounts(mounts)
                .withIsolation(request.network(), request.confinement())
                .withHostname(request.hostname())
                .withNames(request.hosts(), request.resolver())
                .withLimits(request.shmSize(), request.limits());
        return switch (examine(image, spec, labelled, points)) {
            case Examined.Refused refused -> {
                session.console().error("run: %s: %s".formatted(name, refused.reason()));
                yield ExitCode.ofProgram(refused.exitCode());
            }
            case Examined.Possible possible -> {
                Execution how = runtime.execution(possible.platform());
                tell(possible.platform(), how);
                try (RootFileSystem root = image.newRoot(runtime, points, directory, user)) {
                    yield execute(root, spec.withExecution(how), how, request.stopSignal(settings));
                }
            }
        };
    }

    /** What is known of the program before it is started. */
    private sealed interface Examined {
        record Possible(Platform platform) implements Examined {}

        record Refused(int exitCode, String reason) implements Examined {}
    }

    /** A program for another platform than the image says is executed as what it is, where that is possible. */
    private Examined examine(RunnableImage image, ContainerSpec spec, Platform labelled, List<MountPoint> points)
            throws IOException, InterruptedException {
        return switch (image.examine(spec, labelled, points)) {
            case ProgramFinding.Fits _ -> new Examined.Possible(labelled);
            case ProgramFinding.Broken broken -> new Examined.Refused(broken.exitCode(), broken.message());
            case ProgramFinding.Foreign foreign -> {
                Platform real = foreign.platform();
                try {
                    runtime.execution(real);
                } catch (CannotExecuteException e) {
                    yield new Examined.Refused(ProgramFinding.REFUSED, "%s; %s".formatted(foreign.message(),
                            e.getMessage()));
                }
                if (image.examine(spec, real, points) instanceof ProgramFinding.Broken broken) {
                    yield new Examined.Refused(broken.exitCode(), "%s; %s".formatted(foreign.message(),
                            broken.message()));
                }
                session.console()
                        .message("warning: %s: %s; it is executed as a program for %s".formatted(name,
                                foreign.message(), real));
                yield new Examined.Possible(real);
            }
        };
    }

    private void tell(Platform platform, Execution how) {
        if (how instanceof Execution.Emulated emulated) {
            session.console()
                    .message("%s is emulated by %s: expect it to take 3 to 25 times as long".formatted(platform,
                            emulated.emulator()));
        }
    }

    private ExitCode execute(RootFileSystem root, ContainerSpec spec, Execution how, int stopSignal)
            throws IOException, InterruptedException {
        session.console().flush();
        // why it was not started, the OCI runtime has said on the standard error that it shares
        ContainerExit exit = attach(root, spec, stopSignal);
        if (how instanceof Execution.Emulated emulated) {
            emulated.crash(exit.code())
                    .ifPresent(crash -> session.console()
                            .message("%s: the program crashed, exit code %d: %s".formatted(name, exit.code(), crash)));
        }
        return ExitCode.ofProgram(exit.code());
    }

    private ContainerExit attach(RootFileSystem root, ContainerSpec spec, int stopSignal)
            throws IOException, InterruptedException {
        try (SignalRelay _ = SignalRelay.to(new RunSignals(attachment, stopSignal))) {
            return runtime.host().attach(root, spec, attachment);
        }
    }

    private ContainerUser login(RunnableImage image, String user) throws IOException {
        try {
            return image.login(user, request.groups());
        } catch (IllegalArgumentException e) {
            throw new UsageException("user %s: %s".formatted(user, e.getMessage()));
        }
    }
}
