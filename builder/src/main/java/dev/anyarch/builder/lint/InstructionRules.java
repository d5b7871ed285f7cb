package dev.anyarch.builder.lint;

import dev.anyarch.builder.dockerfile.CopySource;
import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.LintRule;
import dev.anyarch.builder.dockerfile.SourceLocation;
import java.util.Locale;

/** What a single instruction says. */
final class InstructionRules {
    private InstructionRules() {}

    static void check(Dockerfile dockerfile, KnownWords known, Surroundings surroundings, Findings findings) {
        for (Instruction instruction : Written.all(dockerfile)) {
            switch (instruction) {
                case Instruction.Expose expose -> expose.ports()
                        .forEach(port -> known.find(expose, port)
                                .ifPresent(ports -> ports(expose, port, ports, findings)));
                case Instruction.Copy copy when copy.from().isEmpty() ->
                    ignored(copy, copy.transfer(), known, surroundings, findings);
                case Instruction.Add add -> ignored(add, add.transfer(), known, surroundings, findings);
                case Instruction.From _,Instruction.Arg _,Instruction.Env _,Instruction.Label _,Instruction.Run _,Instruction.Copy _,Instruction.Cmd _,Instruction.Entrypoint _,Instruction.Volume _,Instruction.User _,Instruction.Workdir _,Instruction.StopSignal _,Instruction.Shell _,Instruction.Healthcheck _,Instruction.OnBuild _,Instruction.Maintainer _ ->
                    {
                    }
            }
        }
    }

    /** A variable may hold several. */
    private static void ports(Instruction.Expose expose, String written, String ports, Findings findings) {
        for (String port : ports.strip().split("\\s+", -1)) {
            port(expose.location().at(written), port, findings);
        }
    }

    private static void port(SourceLocation at, String port, Findings findings) {
        if (port.contains(":")) {
            findings.add(at, LintRule.EXPOSE_INVALID_FORMAT,
                    "'%s' maps a port of the host, which only a container's start can; write EXPOSE %s".formatted(
                            port, port.substring(port.lastIndexOf(':') + 1)));
        }
        int slash = port.indexOf('/');
        String protocol = port.substring(slash + 1);
        if (slash > 0 && !protocol.equals(protocol.toLowerCase(Locale.ROOT))) {
            findings.add(at, LintRule.EXPOSE_PROTO_CASING,
                    "protocols are lower case; write %s".formatted(port.toLowerCase(Locale.ROOT)));
        }
    }

    private static void ignored(Instruction instruction, Instruction.Transfer transfer, KnownWords known,
            Surroundings surroundings, Findings findings) {
        for (CopySource source : transfer.sources()) {
            if (source instanceof CopySource.Location location) {
                known.find(instruction, location.text())
                        .filter(path -> isPath(path) && surroundings.ignored().test(path))
                        .ifPresent(path -> findings.add(instruction.location().at(location.text()),
                                LintRule.COPY_IGNORED_FILE,
                                "the build does not see '%s', because .dockerignore excludes it".formatted(path)));
            }
        }
    }

    /** A pattern is taken for a path, as BuildKit does: what excludes {@code *.log} is seldom written otherwise. */
    private static boolean isPath(String source) {
        return !source.contains("://") && !source.matches("[./]*");
    }
}
