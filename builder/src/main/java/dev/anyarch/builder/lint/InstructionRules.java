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

    static void check(Dockerfile dockerfile, Surroundings surroundings, Findings findings) {
        for (Instruction instruction : Written.all(dockerfile)) {
            switch (instruction) {
                case Instruction.Expose expose -> expose.ports().forEach(port -> port(expose, port, findings));
                case Instruction.Copy copy when copy.from().isEmpty() ->
                    ignored(copy.location(), copy.transfer(), surroundings, findings);
                case Instruction.Add add -> ignored(add.location(), add.transfer(), surroundings, findings);
                case Instruction.From _,Instruction.Arg _,Instruction.Env _,Instruction.Label _,Instruction.Run _,Instruction.Copy _,Instruction.Cmd _,Instruction.Entrypoint _,Instruction.Volume _,Instruction.User _,Instruction.Workdir _,Instruction.StopSignal _,Instruction.Shell _,Instruction.Healthcheck _,Instruction.OnBuild _,Instruction.Maintainer _ ->
                    {
                    }
            }
        }
    }

    private static void port(Instruction.Expose expose, String port, Findings findings) {
        if (port.contains("$")) {
            return;
        }
        if (port.contains(":")) {
            findings.add(expose.location().at(port), LintRule.EXPOSE_INVALID_FORMAT,
                    "'%s' maps a port of the host, which only a container's start can; write EXPOSE %s".formatted(
                            port, port.substring(port.lastIndexOf(':') + 1)));
        }
        int slash = port.indexOf('/');
        String protocol = port.substring(slash + 1);
        if (slash > 0 && !protocol.equals(protocol.toLowerCase(Locale.ROOT))) {
            findings.add(expose.location().at(port), LintRule.EXPOSE_PROTO_CASING,
                    "protocols are lower case; write %s".formatted(port.toLowerCase(Locale.ROOT)));
        }
    }

    private static void ignored(SourceLocation at, Instruction.Transfer transfer, Surroundings surroundings,
            Findings findings) {
        for (CopySource source : transfer.sources()) {
            if (source instanceof CopySource.Location location && isPath(location.text())
                    && surroundings.ignored().test(location.text())) {
                findings.add(at.at(location.text()), LintRule.COPY_IGNORED_FILE,
                        "the build does not see '%s', because .dockerignore excludes it".formatted(location.text()));
            }
        }
    }

    private static boolean isPath(String source) {
        return !source.contains("$") && !source.contains("://") && !source.matches(".*[*?\\[].*")
                && !source.matches("[./]*");
    }
}
