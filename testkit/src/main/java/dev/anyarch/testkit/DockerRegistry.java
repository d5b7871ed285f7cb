package dev.anyarch.testkit;

import dev.anyarch.model.reference.RegistryName;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's {@code docker-registry} on a port of its own: a registry that is not ours. */
public final class DockerRegistry implements Closeable {
    private static final String LISTENING = "listening on 127.0.0.1:";

    private final Process process;
    private final RegistryName name;

    private DockerRegistry(Process process, RegistryName name) {
        this.process = process;
        this.name = name;
    }

    /** Starts it with everything it keeps below {@code directory}. */
    public static DockerRegistry start(Path directory) throws IOException {
        Path program = RealPrograms.find("docker-registry")
                .orElseThrow(() -> new IOException(
                        "docker-registry is not installed; install it with: apt install docker-registry"));
        Path config = Files.writeString(directory.resolve("config.yml"), """
            version: 0.1
            storage:
              filesystem:
                rootdirectory: %s
              delete:
                enabled: true
            http:
              addr: 127.0.0.1:0
            """.formatted(directory.resolve("data")));
        Process process = new ProcessBuilder(program.toString(), "serve", config.toString()).redirectErrorStream(true)
                .start();
        BufferedReader log = new BufferedReader(new InputStreamReader(process.getInputStream(),
                StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            int at = line.indexOf(LISTENING);
            if (at >= 0) {
                String rest = line.substring(at + LISTENING.length());
                int end = 0;
                while (end < rest.length() && Character.isDigit(rest.charAt(end))) {
                    end++;
                }
                Thread.ofVirtual().start(() -> drain(log));
                return new DockerRegistry(process, new RegistryName("127.0.0.1:" + rest.substring(0, end)));
            }
            said.append(line).append('\n');
        }
        throw new IOException("docker-registry did not start: " + said);
    }

    private static void drain(BufferedReader log) {
        try (log) {
            log.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // the registry has ended
        }
    }

    public RegistryName name() {
        return name;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
