package dev.anyarch.builder.build;

import dev.anyarch.runtime.SshSource;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Who signs when git logs in somewhere by SSH: the agent or the keys of {@code --ssh default}; or else whoever the user's own
 * configuration says.
 */
record GitLogin(Optional<SshSource> source) {
    static final GitLogin OF_THE_USER = new GitLogin(Optional.empty());
    /** What {@code --ssh} calls who signs when nothing else is said. */
    static final String ID = "default";
    private static final String COMMAND = "GIT_SSH_COMMAND";

    /** What git is told by its environment. */
    void addTo(Map<String, String> environment) {
        if (source.isEmpty()) {
            return;
        }
        switch (source.get()) {
            case SshSource.Agent agent -> environment.put("SSH_AUTH_SOCK", agent.socket().toString());
            case SshSource.Keys keys -> {
                StringBuilder command = new StringBuilder(environment.getOrDefault(COMMAND, "ssh"));
                command.append(" -o IdentitiesOnly=yes");
                for (Path file : keys.files()) {
                    command.append(" -i ").append(quoted(file.toString()));
                }
                environment.put(COMMAND, command.toString());
            }
        }
    }

    /** For the shell that git starts. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
