package dev.anyarch.cli;

import dev.anyarch.model.platform.Platform;
import dev.anyarch.runtime.Attachment;
import dev.anyarch.runtime.CallerTerminal;
import dev.anyarch.runtime.ContainerRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code anyarch run REF [COMMAND…]}. */
final class RunCommand implements Command {
    private static final Option PLATFORM = Option.value("--platform", "P",
            "which entry of the image (default: what this machine executes natively)");
    private static final Option PULL = Option.value("--pull", "WHEN",
            "always, missing or never: when the image is fetched from its registry (default missing)");

    @Override
    public CommandSpec spec() {
        List<Option> options = new ArrayList<>(List.of(PLATFORM, PULL, ContainerRequest.INTERACTIVE,
                ContainerRequest.TERMINAL));
        options.addAll(ContainerRequest.OPTIONS);
        options.addAll(DockerRunOptions.all());
        return new CommandSpec("run", "REF [COMMAND…]", 1, Integer.MAX_VALUE,
                "execute a program of an image, natively or emulated",
                """
                    The image is that of the local store, or else fetched from its registry for the platform that
                    is executed; layouts and archives are read where they are. What is not given here is as the
                    image says. Standard output and error are the program's own, and so is the exit code: 125 when
                    it was never started, 126 when it cannot be executed, 127 when there is no such program.
                    Signals are passed on. What it wrote is gone afterwards, except in volumes. Needs Linux;
                    'anyarch doctor' tells in which ways this machine can. Other options of 'docker run' are
                    accepted where what they ask for is so anyway (--rm, --name, --label, --init), and refused
                    with what to do instead where it cannot be had.""",
                options, true);
    }

    @Override
    public ExitCode failure(ExitCode usual) {
        return ExitCode.NOT_STARTED;
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        List<String> operands = arguments.operands();
        ContainerRequest request = ContainerRequest.of(arguments, operands.subList(1, operands.size()),
                session.environment());
        DockerRunOptions.check(arguments, request.network());
        if (request.hasInput() && request.hasTerminal() && !CallerTerminal.isInput()) {
            throw new UsageException("-t: the input device is not a TTY: expected a terminal as standard input; "
                    + "leave out -t to pass what is there, or -i to pass nothing");
        }
        RunImage.Pull pull = RunImage.Pull.parse(arguments.value(PULL).orElse("missing"));
        Optional<String> wanted = arguments.value(PLATFORM);
        Optional<Platform> platform = wanted.isPresent()
                ? Optional.of(Platforms.parse(wanted.get()))
                : Optional.empty();
        try (ContainerRuntime runtime = Executors.open(session.environment())) {
            session.console().detail("the program is executed " + runtime.rung().title());
            String name = operands.getFirst();
            RunImage image = RunImage.find(name, new EntryChoice(platform, Host.withLevel(), runtime::execution,
                    session.console()), pull, session);
            return new RunExecution(session, runtime, request, new Attachment(request.hasInput(),
                    request.hasTerminal()), name).run(image);
        }
    }
}
