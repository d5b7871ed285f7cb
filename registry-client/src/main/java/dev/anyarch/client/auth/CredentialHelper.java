package dev.anyarch.client.auth;

import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.model.json.JsonWriter;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program {@code docker-credential-NAME} that keeps credentials (protocol of docker-credential-helpers): a verb as its
 * argument, JSON or a server's address on standard input, JSON or a sentence on standard output.
 *
 * @param name the part after {@code docker-credential-}
 * @param environment the variables of the program; {@code PATH} says where to look for it
 * @param namedIn which setting asks for it, for messages
 */
record CredentialHelper(String name, Map<String, String> environment, String namedIn) {
    /** Long, because a helper may ask a person. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MAX_OUTPUT = 1024 * 1024;
    /** The user name by which a helper says that the secret is an identity token. */
    private static final String TOKEN_USER = "<token>";

    CredentialHelper {
        environment = Map.copyOf(environment);
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("%s: expected the name of a program, found '%s'".formatted(namedIn,
                    name));
        }
    }

    /** The credential kept for {@code server}; empty when the helper has none. */
    Optional<Credential> find(String server) throws IOException {
        Output output = run("get", server);
        if (output.exitCode != 0) {
            if (output.text.toLowerCase(Locale.ROOT).contains("not found")) {
                return Optional.empty();
            }
            throw failed("get", output);
        }
        String subject = "output of " + program() + " get";
        JsonFields fields = new JsonFields(
                JsonReader.readObject(output.text.getBytes(StandardCharsets.UTF_8), subject), subject);
        String user = fields.stringOrEmpty("Username");
        String secret = fields.stringOrEmpty("Secret");
        if (user.isEmpty() && secret.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(user.equals(TOKEN_USER)
                ? new Credential.IdentityToken(secret)
                : new Credential.Password(user, secret));
    }

    void store(String server, Credential credential) throws IOException {
        String user = switch (credential) {
            case Credential.Password password -> password.user();
            case Credential.IdentityToken _ -> TOKEN_USER;
            case Credential.RegistryToken _ -> throw new IllegalArgumentException(
                    "a credential helper keeps passwords and identity tokens, not registry tokens");
        };
        Output output = run("store", new String(JsonWriter.compact(new JsonBuilder().put("ServerURL", server)
                .put("Username", user)
                .put("Secret", credential.secret())
                .build()), StandardCharsets.UTF_8));
        if (output.exitCode != 0) {
            throw failed("store", output);
        }
    }

    void erase(String server) throws IOException {
        Output output = run("erase", server);
        if (output.exitCode != 0 && !output.text.toLowerCase(Locale.ROOT).contains("not found")) {
            throw failed("erase", output);
        }
    }

    private record Output(int exitCode, String text) {}

    private Output run(String verb, String input) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(executable(), verb)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // a helper that does not read its input says in its output what is wrong
            }
            byte[] output = process.getInputStream().readNBytes(MAX_OUTPUT);
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("%s %s: no answer in %d s".formatted(program(), verb, PATIENCE.toSeconds()));
            }
            return new Output(process.exitValue(), new String(output, StandardCharsets.UTF_8).strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + program());
        } finally {
            process.destroyForcibly();
        }
    }

    private String executable() throws IOException {
        for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!directory.isEmpty()) {
                Path file = Path.of(directory, program());
                if (Files.isExecutable(file)) {
                    return file.toString();
                }
            }
        }
        throw new IOException(
                "%s names the credential helper %s, which is not on PATH; install it or remove that setting"
                        .formatted(namedIn, program()));
    }

    private IOException failed(String verb, Output output) {
        String said = output.text.length() > 300 ? output.text.substring(0, 300) : output.text;
        return new IOException("%s %s: exit code %d: %s".formatted(program(), verb, output.exitCode,
                verb.equals("get") ? said.lines().findFirst().orElse("") : said));
    }

    private String program() {
        return "docker-credential-" + name;
    }
}
