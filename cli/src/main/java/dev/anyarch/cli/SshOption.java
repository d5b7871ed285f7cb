package dev.anyarch.cli;

import dev.anyarch.runtime.SshSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code --ssh} options: who signs, by the id that {@code RUN --mount=type=ssh} asks for. */
final class SshOption {
    static final Option SSH = Option.values("--ssh", "default|ID[=SOCKET|KEYFILE,…]",
            "an SSH agent, or keys, for RUN --mount=type=ssh; without a path the agent of SSH_AUTH_SOCK");
    private static final String VARIABLE = "SSH_AUTH_SOCK";

    private SshOption() {}

    static Map<String, SshSource> read(Arguments arguments, Environment environment) throws UsageException {
        Map<String, SshSource> sources = new LinkedHashMap<>();
        for (String text : arguments.values(SSH)) {
            int equals = text.indexOf('=');
            String id = equals < 0 ? text : text.substring(0, equals);
            if (id.isEmpty()) {
                throw new UsageException("option --ssh: expected ID or ID=PATH, found '%s'".formatted(text));
            }
            List<Path> paths = new ArrayList<>();
            for (String path : equals < 0 ? new String[0] : text.substring(equals + 1).split(",", -1)) {
                if (!path.isEmpty()) {
                    paths.add(environment.path(path).toAbsolutePath());
                }
            }
            sources.put(id, source(text, paths, environment));
        }
        return sources;
    }

    /** Who signs for git: {@code default}, as BuildKit has it. */
    static Optional<SshSource> ofGit(Arguments arguments, Environment environment) throws UsageException {
        return Optional.ofNullable(read(arguments, environment).get("default"));
    }

    private static SshSource source(String text, List<Path> paths, Environment environment) throws UsageException {
        if (paths.isEmpty()) {
            Optional<Path> agent = environment.variable(VARIABLE).map(path -> environment.path(path).toAbsolutePath());
            if (agent.isEmpty()) {
                throw new UsageException(
                        "option --ssh %s: expected an agent in %s, which is not set; start one (eval $(ssh-agent)), or name a key: --ssh %s=KEYFILE"
                                .formatted(text, VARIABLE, text.replace("=", "")));
            }
            paths.add(agent.get());
        }
        for (Path path : paths) {
            if (!Files.exists(path) || Files.isDirectory(path)) {
                throw new UsageException("option --ssh %s: %s: expected the socket of an agent or a key file, found %s"
                        .formatted(text, path, Files.exists(path) ? "a directory" : "nothing"));
            }
        }
        boolean isKeys = paths.stream().allMatch(Files::isRegularFile);
        if (!isKeys && paths.size() > 1) {
            throw new UsageException(
                    "option --ssh %s: expected one socket, or key files, found several of which some are no files"
                            .formatted(text));
        }
        return isKeys ? new SshSource.Keys(paths) : new SshSource.Agent(paths.getFirst());
    }
}
