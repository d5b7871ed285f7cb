package dev.anyarch.builder.dockerfile;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code HEALTHCHECK NONE} and {@code HEALTHCHECK [flags] CMD …}. */
final class HealthcheckParser {
    private HealthcheckParser() {}

    static Instruction.Healthcheck parse(SourceLocation at, String arguments, char escape) throws DockerfileException {
        Flags flags = Flags.parse(at, "HEALTHCHECK", arguments, escape,
                Set.of("interval", "timeout", "start-period", "start-interval", "retries"), Set.of());
        String[] parts = flags.rest().split("\\s+", 2);
        String rest = parts.length < 2 ? "" : parts[1];
        if (parts[0].equalsIgnoreCase("NONE")) {
            if (!rest.isEmpty()) {
                throw new DockerfileException(at, "HEALTHCHECK NONE takes no arguments");
            }
            return new Instruction.Healthcheck(at, Optional.empty());
        }
        if (!parts[0].equalsIgnoreCase("CMD")) {
            throw new DockerfileException(at.at(parts[0]), "expected HEALTHCHECK NONE or HEALTHCHECK CMD, found '%s'"
                    .formatted(parts[0]));
        }
        Optional<List<String>> json = JsonForm.parse(at, rest);
        if (rest.isEmpty() || json.filter(List::isEmpty).isPresent()) {
            throw new DockerfileException(at, "HEALTHCHECK CMD needs a command");
        }
        CommandLine command = json.<CommandLine>map(CommandLine.Exec::new).orElse(new CommandLine.Shell(rest));
        return new Instruction.Healthcheck(at,
                Optional.of(new Instruction.Healthcheck.Check(command, duration(at, flags, "interval"),
                        duration(at, flags, "timeout"), duration(at, flags, "start-period"),
                        duration(at, flags, "start-interval"), retries(at, flags))));
    }

    private static Duration duration(SourceLocation at, Flags flags, String name) throws DockerfileException {
        Optional<String> text = flags.value(name);
        if (text.isEmpty()) {
            return Duration.ZERO;
        }
        try {
            Duration duration = GoDuration.parse(text.get());
            if (duration.isNegative() || !duration.isZero() && duration.toNanos() < 1_000_000) {
                throw new DockerfileException(at.at("--" + name),
                        "--%s: expected 0 or at least 1ms, found %s".formatted(name,
                                text.get()));
            }
            return duration;
        } catch (IllegalArgumentException e) {
            throw new DockerfileException(at.at("--" + name), "--%s: %s".formatted(name, e.getMessage()), e);
        }
    }

    private static int retries(SourceLocation at, Flags flags) throws DockerfileException {
        Optional<String> text = flags.value("retries");
        if (text.isEmpty()) {
            return 0;
        }
        if (!text.get().matches("\\+?\\d{1,9}")) {
            throw new DockerfileException(at.at("--retries"),
                    "--retries: expected a number that is not negative, found '%s'"
                            .formatted(text.get()));
        }
        return Integer.parseInt(text.get());
    }
}
