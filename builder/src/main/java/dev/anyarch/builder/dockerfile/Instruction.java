package dev.anyarch.builder.dockerfile;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One instruction as written; words are not expanded. */
public sealed interface Instruction {

    SourceLocation location();

    /**
     * Begins a stage.
     *
     * @param platform of {@code --platform}
     * @param image a reference, an earlier stage or {@code scratch}
     * @param name after {@code AS}, lower case
     */
    record From(SourceLocation location, Optional<String> platform, String image,
            Optional<String> name) implements Instruction {}

    record Arg(SourceLocation location, List<Declaration> declarations) implements Instruction {
        public Arg {
            declarations = List.copyOf(declarations);
        }

        /**
         * One variable.
         *
         * @param defaultValue as written, present also when it is empty
         */
        public record Declaration(String name, Optional<String> defaultValue) {}
    }

    record Env(SourceLocation location, List<KeyValue> pairs) implements Instruction {
        public Env {
            pairs = List.copyOf(pairs);
        }
    }

    record Label(SourceLocation location, List<KeyValue> pairs) implements Instruction {
        public Label {
            pairs = List.copyOf(pairs);
        }
    }

    /** A name and a value of ENV or LABEL, in writing order, quotes and variables in place. */
    record KeyValue(String key, String value) {}

    /**
     * Executes a command.
     *
     * @param mounts the values of {@code --mount}
     * @param network of {@code --network}
     * @param security of {@code --security}
     * @param heredocs whose bodies belong to the command
     */
    record Run(SourceLocation location, CommandLine command, List<String> mounts, Optional<String> network,
            Optional<String> security, List<Heredoc> heredocs) implements Instruction {
        public Run {
            mounts = List.copyOf(mounts);
            heredocs = List.copyOf(heredocs);
        }

        /** Everything that the shell or the program gets to read, here-documents included. */
        public String commandText() {
            StringBuilder text = new StringBuilder(switch (command) {
                case CommandLine.Exec exec -> String.join(" ", exec.arguments());
                case CommandLine.Shell shell -> shell.text();
            });
            heredocs.forEach(heredoc -> text.append('\n').append(heredoc.text()));
            return text.toString();
        }
    }

    /** What COPY and ADD have in common. */
    record Transfer(List<CopySource> sources, String destination, Optional<String> chown, Optional<String> chmod,
            boolean link, List<String> excludes) {
        public Transfer {
            sources = List.copyOf(sources);
            excludes = List.copyOf(excludes);
        }
    }

    /**
     * Copies from the context, a stage or an image.
     *
     * @param from a stage, a stage's number or an image; the context when absent
     */
    record Copy(SourceLocation location, Transfer transfer, Optional<String> from,
            boolean parents) implements Instruction {}

    record Add(SourceLocation location, Transfer transfer, Optional<String> checksum, boolean keepGitDir,
            Optional<Boolean> unpack) implements Instruction {}

    record Cmd(SourceLocation location, CommandLine command) implements Instruction {}

    record Entrypoint(SourceLocation location, CommandLine command) implements Instruction {}

    /**
     * Names ports.
     *
     * @param ports sorted, as written: {@code 80}, {@code 53/udp}, {@code 8000-8010}, {@code $PORT}
     */
    record Expose(SourceLocation location, List<String> ports) implements Instruction {
        public Expose {
            ports = List.copyOf(ports);
        }
    }

    record Volume(SourceLocation location, List<String> paths) implements Instruction {
        public Volume {
            paths = List.copyOf(paths);
        }
    }

    record User(SourceLocation location, String user) implements Instruction {}

    record Workdir(SourceLocation location, String path) implements Instruction {}

    record StopSignal(SourceLocation location, String signal) implements Instruction {}

    record Shell(SourceLocation location, List<String> arguments) implements Instruction {
        public Shell {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * Says how to see whether the container is well.
     *
     * @param check absent for {@code HEALTHCHECK NONE}
     */
    record Healthcheck(SourceLocation location, Optional<Check> check) implements Instruction {

        /** Zero durations and retries mean: as the base image or the engine has it. */
        public record Check(CommandLine command, Duration interval, Duration timeout, Duration startPeriod,
                Duration startInterval, int retries) {}
    }

    /**
     * Leaves an instruction for builds on top of this image.
     *
     * @param text the trigger as it goes into the config
     * @param trigger the same, understood
     */
    record OnBuild(SourceLocation location, String text, Instruction trigger) implements Instruction {}

    record Maintainer(SourceLocation location, String author) implements Instruction {}
}
