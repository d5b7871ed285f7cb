package dev.anyarch.cli;

import dev.anyarch.runtime.CannotExecuteException;
import dev.anyarch.runtime.NeedsNamespaceException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One run of the program within a process: arguments in, exit code out. For one thread. */
public final class CommandLineApplication {
    private final Environment environment;
    private final Console console;

    public CommandLineApplication(Environment environment, Console console) {
        this.environment = environment;
        this.console = console;
    }

    public ExitCode run(List<String> arguments) {
        boolean debug = arguments.contains("--debug");
        String operation = "";
        UnaryOperator<ExitCode> meaning = UnaryOperator.identity();
        try {
            Invocation invocation = Invocation.of(arguments);
            operation = invocation.name();
            meaning = invocation.command()::failure;
            ExitCode exit = run(invocation);
            console.flush();
            return console.isIntact() ? exit : ExitCode.CANNOT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return meaning.apply(report(operation, e, debug));
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return meaning.apply(report(operation, e, debug));
        } finally {
            console.flush();
        }
    }

    private ExitCode run(Invocation invocation) throws IOException, InterruptedException {
        Command command = invocation.command();
        if (command.asksOnly()) {
            FirstUses.beginInBackground();
        }
        Arguments arguments = ArgumentParser.parse(command.spec(), invocation.rest());
        if (arguments.has(GlobalOptions.HELP)) {
            Help.print(command.spec(), console);
            return ExitCode.OK;
        }
        try {
            return run(command, arguments);
        } catch (CannotExecuteException e) {
            console.flush();
            if (!Executors.haveChanged(environment)) {
                throw e;
            }
            console.withVerbosity(verbosity(arguments))
                    .message("warning: %s; beginning again in another way".formatted(e.getMessage()));
            return run(command, arguments);
        }
    }

    private ExitCode run(Command command, Arguments arguments) throws IOException, InterruptedException {
        try (Session session = new Session(environment, console.withVerbosity(verbosity(arguments)),
                command.asksOnly())) {
            return command.run(arguments, session);
        } catch (NeedsNamespaceException e) {
            console.flush();
            Executors.enter(e, environment);
            throw e;
        }
    }

    private static Console.Verbosity verbosity(Arguments arguments) {
        if (arguments.has(GlobalOptions.QUIET)) {
            return Console.Verbosity.QUIET;
        }
        return arguments.has(GlobalOptions.VERBOSE) ? Console.Verbosity.VERBOSE : Console.Verbosity.NORMAL;
    }

    private ExitCode report(String operation, Throwable thrown, boolean debug) {
        // what was ended, or has had its files removed, because the process is to end, did not fail by itself
        Failure failure = Failure.of(isProcessEnding() ? new InterruptedException() : thrown);
        console.error((operation.isEmpty() ? "" : operation + ": ") + failure.message());
        if (debug) {
            console.stackTrace(thrown);
        } else if (failure.exit() == ExitCode.DEFECT) {
            console.error("this is a defect in anyarch; --debug tells more");
        }
        return failure.exit();
    }

    /** Whether a signal has come, and what is under way is being ended. */
    private static boolean isProcessEnding() {
        Thread refused = Thread.ofPlatform().unstarted(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(refused);
            Runtime.getRuntime().removeShutdownHook(refused);
            return false;
        } catch (IllegalStateException _) {
            return true;
        }
    }

    /** Which command the arguments choose, and what is left for it. */
    private record Invocation(String name, Command command, List<String> rest) {

        static Invocation of(List<String> arguments) throws UsageException {
            if (arguments.isEmpty()) {
                return new Invocation("", new HelpCommand(), List.of());
            }
            String first = switch (arguments.getFirst()) {
                case "--help", "-h" -> "help";
                case "--version" -> "version";
                default -> arguments.getFirst();
            };
            int words = Commands.isFamily(first) && arguments.size() > 1 && !arguments.get(1).startsWith("-") ? 2 : 1;
            String name = words == 2 ? first + " " + arguments.get(1) : first;
            Optional<Command> command = Commands.find(name);
            if (command.isPresent()) {
                return new Invocation(name, command.get(), arguments.subList(words, arguments.size()));
            }
            if (words == 1 && Commands.isFamily(first)) {
                return new Invocation("help", new HelpCommand(), List.of(first));
            }
            throw new UsageException(Commands.whyAbsent(name));
        }
    }
}
