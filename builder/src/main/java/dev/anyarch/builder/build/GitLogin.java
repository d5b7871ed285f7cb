package dev.anyarch.builder.build;

import dev.anyarch.runtime.ShellWord;
import dev.anyarch.runtime.SshSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Who signs when git logs in somewhere by SSH: the agent or the keys of {@code --ssh default}; or else whoever the user's own
 * configuration says.
 */
record GitLogin(Optional<SshSource> source) {
    /** What {@code --ssh} calls who signs when nothing else is said. */
    static final String ID = "default";
    private static final String COMMAND = "GIT_SSH_COMMAND";

    /**
     * What git is told by its environment.
     *
     * @param directory where git is started
     */
    void addTo(Map<String, String> environment, Path directory) throws IOException, InterruptedException {
        if (source.isEmpty()) {
            return;
        }
        switch (source.get()) {
            case SshSource.Agent agent -> environment.put("SSH_AUTH_SOCK", agent.socket().toString());
            case SshSource.Keys keys -> {
                StringBuilder command = new StringBuilder(ssh(environment, directory));
                command.append(" -o IdentitiesOnly=yes");
                for (Path file : keys.files()) {
                    command.append(" -i ").append(ShellWord.quoted(file.toString()));
                }
                environment.put(COMMAND, command.toString());
            }
        }
    }

    /** The ssh that git would start: in its order, for the first that is set hides the others. */
    private static String ssh(Map<String, String> environment, Path directory)
            throws IOException, InterruptedException {
        String command = environment.getOrDefault(COMMAND, "");
        if (command.isEmpty()) {
            command = configured(environment, directory);
        }
        if (command.isEmpty()) {
            String program = environment.getOrDefault("GIT_SSH", "");
            command = program.isEmpty() ? "ssh" : ShellWord.quoted(program);
        }
        return command;
    }

    /** Empty when nothing is, or git is not there, which whoever starts it tells. */
    private static String configured(Map<String, String> environment, Path directory)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("git", "config", "--get", "core.sshCommand")
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException _) {
            return "";
        }
        try {
            process.getOutputStream().close();
            String value = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? value.strip() : "";
        } finally {
            process.destroy();
        }
    }
}
