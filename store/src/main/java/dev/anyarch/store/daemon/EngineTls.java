package dev.anyarch.store.daemon;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How a connection to an engine is secured. The files may be absent: then nobody is trusted beyond whom the Java runtime trusts,
 * and nothing is shown to the server.
 *
 * @param verify whether the server's certificate is checked
 * @param directory with {@code ca.pem}, {@code cert.pem} and {@code key.pem}
 */
public record EngineTls(boolean verify, Path directory) {

    public Path authority() {
        return directory.resolve("ca.pem");
    }

    public Path certificate() {
        return directory.resolve("cert.pem");
    }

    public Path key() {
        return directory.resolve("key.pem");
    }

    /** {@code DOCKER_TLS_VERIFY}, {@code DOCKER_TLS} and {@code DOCKER_CERT_PATH}, as Docker's client reads them. */
    static Optional<EngineTls> fromEnvironment(Map<String, String> variables, Path config) {
        boolean verify = !variables.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty();
        if (!verify && variables.getOrDefault("DOCKER_TLS", "").isEmpty()) {
            return Optional.empty();
        }
        String directory = variables.getOrDefault("DOCKER_CERT_PATH", "");
        return Optional.of(new EngineTls(verify, directory.isEmpty() ? config : Path.of(directory)));
    }
}
