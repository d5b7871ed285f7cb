package dev.anyarch.store.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.UnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A container engine behind Docker's API. Each question is a connection of its own. Safe for use by several threads.
 */
public final class DockerEngine {
    private static final int MAX_ANSWER = 64 * 1024 * 1024;
    private static final String LOAD = "/images/load?quiet=1";

    private final EngineEndpoint endpoint;
    private final EngineSecurity security;
    private final EngineInfo info;

    private DockerEngine(EngineEndpoint endpoint, EngineSecurity security) throws IOException {
        this.endpoint = endpoint;
        this.security = security;
        this.info = EngineInfo.of(ask("/info"), ask("/version"));
    }

    /**
     * Finds out whether an engine is there, and which.
     *
     * @throws NoEngineException when there is none on this machine
     * @throws UnavailableException when there is none behind a port, or it fails
     */
    public static DockerEngine connect(EngineEndpoint endpoint, EngineSecurity security) throws IOException {
        return new DockerEngine(endpoint, security);
    }

    public EngineInfo info() {
        return info;
    }

    public EngineEndpoint endpoint() {
        return endpoint;
    }

    /** Writes an archive into a stream that it does not close. */
    @FunctionalInterface
    interface Archive {
        void write(OutputStream out) throws IOException;
    }

    /**
     * Gives the engine an archive, which it reads to the end before it names anything.
     *
     * @throws UnavailableException with the engine's own words when it does not take it
     */
    void load(Archive archive) throws IOException {
        try (EngineCall call = new EngineCall(endpoint, security, "POST", LOAD, true)) {
            IOException broken = null;
            try {
                // not closed when writing fails: an archive that seems to be whole must not end here
                OutputStream body = call.body();
                archive.write(body);
                body.flush();
                body.close();
            } catch (java.net.SocketException | java.nio.channels.ClosedChannelException e) {
                broken = e;
            } catch (IOException e) {
                if (!String.valueOf(e.getMessage()).matches("Broken pipe|Connection reset.*")) {
                    throw e;
                }
                broken = e;
            }
            requireLoaded(call, broken);
        }
    }

    /** An engine that refuses says so and closes, maybe before everything was sent. */
    private void requireLoaded(EngineCall call, @Nullable IOException broken) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(call.answer(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Optional<String> error = line.isBlank() ? Optional.empty() : error(line);
                if (error.isPresent()) {
                    throw new UnavailableException(
                            "load into the container engine at %s: the engine says: %s".formatted(
                                    endpoint, error.get()));
                }
            }
        } catch (UnavailableException e) {
            if (broken != null) {
                e.addSuppressed(broken);
            }
            throw e;
        }
        if (broken != null) {
            throw new UnavailableException(
                    "load into the container engine at %s: it closed the connection: %s".formatted(
                            endpoint, broken.getMessage()),
                    broken);
        }
    }

    private static Optional<String> error(String line) throws InvalidContentException {
        JsonFields event = new JsonFields(JsonReader.readObject(line.getBytes(UTF_8), "answer of the engine"),
                "answer of the engine");
        Optional<JsonFields> detail = event.object("errorDetail");
        Optional<String> message = detail.isPresent() ? detail.get().string("message") : Optional.empty();
        return message.isPresent() ? message : event.string("error");
    }

    /** Writes the archive of {@code docker save NAME}. */
    void save(String name, Path file) throws IOException {
        try (EngineCall call = new EngineCall(endpoint, security, "GET", "/images/%s/get".formatted(encoded(name)),
                false);
                InputStream content = call.answer()) {
            Files.copy(content, file);
        }
    }

    /** The ID of an image as the engine knows it; empty when there is none of that name. */
    Optional<String> imageId(String name) throws IOException {
        try {
            return Optional.of(ask("/images/%s/json".formatted(encoded(name))).requiredString("Id"));
        } catch (NotFoundException _) {
            return Optional.empty();
        }
    }

    /** The tags of a repository, in order. */
    List<Tag> tags(String repository) throws IOException {
        String filter = URLEncoder.encode("{\"reference\":[\"%s\"]}".formatted(repository), UTF_8);
        TreeSet<Tag> tags = new TreeSet<>();
        for (Json image : askAll("/images/json?filters=" + filter)) {
            if (image instanceof Json.Obj fields) {
                for (String name : new JsonFields(fields, "image of the engine").strings("RepoTags")) {
                    int colon = name.lastIndexOf(':');
                    // Podman gives the full name of what has a short one
                    if (colon > 0 && isRepository(name.substring(0, colon), repository)) {
                        tags.add(new Tag(name.substring(colon + 1)));
                    }
                }
            }
        }
        return new ArrayList<>(tags);
    }

    private static boolean isRepository(String found, String wanted) {
        return found.equals(wanted) || found.equals("docker.io/" + wanted)
                || found.equals("docker.io/library/" + wanted);
    }

    /**
     * Takes a name from its image, and the image with it when that was the last one.
     *
     * @return whether it was there
     */
    boolean remove(String name) throws IOException {
        try (EngineCall call = new EngineCall(endpoint, security, "DELETE", "/images/%s".formatted(encoded(name)),
                false)) {
            call.answer().readNBytes(MAX_ANSWER);
            return true;
        } catch (NotFoundException _) {
            return false;
        }
    }

    private JsonFields ask(String target) throws IOException {
        return new JsonFields(JsonReader.readObject(get(target), subject(target)), subject(target));
    }

    private List<Json> askAll(String target) throws IOException {
        if (JsonReader.read(get(target), subject(target)) instanceof Json.Arr(List<Json> elements)) {
            return elements;
        }
        throw new InvalidContentException("%s: expected an array".formatted(subject(target)));
    }

    private byte[] get(String target) throws IOException {
        try (EngineCall call = new EngineCall(endpoint, security, "GET", target, false)) {
            return call.answer().readNBytes(MAX_ANSWER);
        }
    }

    private String subject(String target) {
        return "GET %s at the container engine %s".formatted(target.replaceFirst("\\?.*", ""), endpoint);
    }

    /** Slashes stay: the engine's paths have them. */
    private static String encoded(String name) {
        return URLEncoder.encode(name, UTF_8).replace("%2F", "/").replace("%3A", ":");
    }
}
