package dev.anyarch.cli;

import dev.anyarch.builder.build.RunnableImage;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.runtime.Attachment;
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

/** {@code anyarch run REF [COMMAND…]}. */
final class RunCommand implements Command {
    private static final Option PLATFORM = Option.value("--platform", "P",
            "which entry of the image (default: what this machine executes natively)");
    private static final Option REMOVE = Option.flag("--rm", "accepted; nothing ever stays");
    private static final Option INTERACTIVE = Option.flag("-i,--interactive", "the program reads standard input");
    private static final Option TERMINAL = Option.flag("-t,--tty", "refused: there is no terminal of its own yet");

    @Override
    public CommandSpec spec() {
        List<Option> options = new ArrayList<>(List.of(PLATFORM, INTERACTIVE, TERMINAL));
        options.addAll(ContainerRequest.OPTIONS);
        options.add(REMOVE);
        return new CommandSpec("run", "REF [COMMAND…]", 1, Integer.MAX_VALUE,
                "execute a program of an image, natively or emulated", """
                    The image is that of the local store, or else fetched from its registry for the platform that
                    is executed. What is not given here is as the image says. Standard output and error are the
                    program's own, and so is the exit code: 125 when it was never started, 126 when it cannot be
                    executed, 127 when there is no such program. Signals are passed on. What it wrote is gone
                    afterwards, except in volumes. Needs Linux; doctor tells
                    in which ways this machine can.""",
                options, true);
    }

    @Override
    public ExitCode failure(ExitCode usual) {
        return ExitCode.NOT_STARTED;
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        if (arguments.has(TERMINAL)) {
            throw new CannotException("-t: a terminal of its own for the program is not available yet; "
                    + "leave it out: -i alone passes standard input, and output goes where yours goes");
        }
        List<String> operands = arguments.operands();
        ContainerRequest request = ContainerRequest.of(arguments, operands.subList(1, operands.size()),
                session.environment());
        Optional<String> wanted = arguments.value(PLATFORM);
        Optional<Platform> platform = wanted.isPresent()
                ? Optional.of(Platforms.parse(wanted.get()))
                : Optional.empty();
        try (ContainerRuntime runtime = Executors.open(session.environment())) {
            session.console().detail("the program is executed " + runtime.rung().title());
            RunImage image = RunImage.find(operands.getFirst(), platform, session);
            return new Execute(session, runtime, request, new Attachment(arguments.has(INTERACTIVE)))
                    .run(operands.getFirst(), image);
        }
    }

    /** One run, when everything has been read. */
    private record Execute(Session session, ContainerRuntime runtime, ContainerRequest request,
            Attachment attachment) {

        ExitCode run(String name, RunImage chosen) throws IOException, InterruptedException {
            RunnableImage image = RunnableImage.open(chosen.store(), name, chosen.manifest(), runtime);
            Platform own = image.platform();
            Platform platform = chosen.platform()
                    .filter(entry -> entry.normalized().architecture().equals(own.normalized().architecture()))
                    .orElse(own);
            if (!platform.os().equals("linux")) {
                throw new CannotException("%s: is for %s; only Linux images can be executed".formatted(name, platform));
            }
            Execution how = runtime.execution(platform);
            Optional<JsonFields> settings = image.settings();
            ContainerUser user = login(image, request.user(settings));
            List<ContainerMount> mounts = new ArrayList<>();
            List<MountPoint> points = new ArrayList<>();
            for (ContainerRequest.Volume volume : request.volumes()) {
                String target = image.resolve(volume.target());
                mounts.add(new ContainerMount.Bind(volume.source(), target, volume.readOnly()));
                points.add(new MountPoint(target.substring(1), Files.isDirectory(volume.source())));
            }
            String directory = request.directory(settings);
            ContainerSpec spec = new ContainerSpec(request.arguments(settings), request.environment(settings),
                    directory,
                    user, mounts, request.network(), false, request.hostname(), request.hosts(),
                    ContainerSpec.DEFAULT_SHM_SIZE, how).withExecution(how);
            if (how instanceof Execution.Emulated emulated) {
                session.console()
                        .message("%s is emulated by %s: expect it to take 3 to 25 times as long".formatted(platform,
                                emulated.emulator()));
            }
            try (RootFileSystem root = image.newRoot(runtime, points, directory, user)) {
                return execute(root, spec);
            }
        }

        private ExitCode execute(RootFileSystem root, ContainerSpec spec) throws IOException, InterruptedException {
            session.console().flush();
            try (SignalRelay _ = SignalRelay.to(attachment::signal)) {
                ContainerExit exit = runtime.host().attach(root, spec, attachment);
                // why it was not started, the OCI runtime has said on the standard error that it shares
                return ExitCode.ofProgram(exit.code());
            }
        }

        private static ContainerUser login(RunnableImage image, String user) throws IOException {
            try {
                return image.login(user);
            } catch (IllegalArgumentException e) {
                throw new UsageException("user %s: %s".formatted(user, e.getMessage()));
            }
        }
    }
}
