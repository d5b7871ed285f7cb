package dev.anyarch.cli;

import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.runtime.Capabilities;
import dev.anyarch.runtime.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** What a program is kept from: {@code --privileged}, {@code --cap-add}, {@code --security-opt} and the like. */
final class ConfinementOptions {
    static final Option PRIVILEGED = Option.flag("--privileged", "the program may do all that you may");
    static final Option READ_ONLY = Option.flag("--read-only", "the program can write to volumes and memory only");
    static final Option CAP_ADD = Option.values("--cap-add", "NAME",
            "one more right of root, such as NET_ADMIN, or ALL");
    static final Option CAP_DROP = Option.values("--cap-drop", "NAME", "one less, or ALL");
    static final Option SECURITY = Option.values("--security-opt", "NAME[=VALUE]",
            "no-new-privileges, seccomp=unconfined, seccomp=FILE (a profile of Docker or the OCI), systempaths=unconfined");
    static final List<Option> OPTIONS = List.of(PRIVILEGED, READ_ONLY, CAP_ADD, CAP_DROP, SECURITY);

    private ConfinementOptions() {}

    static Confinement parse(Arguments arguments, Environment environment) throws IOException {
        Capabilities capabilities;
        try {
            capabilities = new Capabilities(arguments.values(CAP_ADD), arguments.values(CAP_DROP));
        } catch (IllegalArgumentException e) {
            throw new UsageException("option --cap-add or --cap-drop: %s".formatted(e.getMessage()));
        }
        Confinement confinement = new Confinement(arguments.has(PRIVILEGED), capabilities,
                Confinement.USUAL.calls(), false, false, arguments.has(READ_ONLY));
        for (String text : arguments.values(SECURITY)) {
            confinement = with(confinement, text, environment);
        }
        return confinement;
    }

    private static Confinement with(Confinement confinement, String text, Environment environment)
            throws IOException {
        String[] parts = text.split("[=:]", 2);
        String value = parts.length == 1 ? "" : parts[1];
        return switch (parts[0]) {
            case "no-new-privileges" -> confinement.withKeptPrivileges(switch (value) {
                case "", "true" -> true;
                case "false" -> false;
                default -> throw new UsageException(
                        "option --security-opt: expected no-new-privileges=true or false, found '%s'".formatted(text));
            });
            case "seccomp" -> confinement.withCalls(switch (value) {
                case "unconfined" -> new Confinement.SystemCalls.All();
                case "", "builtin" -> new Confinement.SystemCalls.Usual();
                default -> new Confinement.SystemCalls.Profile(profile(value, environment));
            });
            case "systempaths", "unmask" -> {
                if (!List.of("unconfined", "ALL", "all").contains(value)) {
                    throw new UsageException(
                            "option --security-opt: expected systempaths=unconfined, found '%s'".formatted(text));
                }
                yield confinement.withSystemPaths();
            }
            case "apparmor", "label" -> {
                // what is not there needs not be taken away
                if (!List.of("unconfined", "disable", "").contains(value)) {
                    throw new UsageException(
                            "option --security-opt %s: neither AppArmor nor SELinux is told anything about programs here; leave it out"
                                    .formatted(text));
                }
                yield confinement;
            }
            default -> throw new UsageException(
                    "option --security-opt: expected no-new-privileges, seccomp=…, systempaths=unconfined, apparmor=unconfined or label=disable, found '%s'"
                            .formatted(text));
        };
    }

    private static Json.Obj profile(String file, Environment environment) throws IOException {
        return JsonReader.readObject(Files.readAllBytes(environment.path(file)), "seccomp profile " + file);
    }
}
