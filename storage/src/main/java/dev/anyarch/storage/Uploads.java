package dev.anyarch.storage;

import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.store.UnavailableException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * The directory of uploads. Nothing here has to survive power loss, but it does survive the process, so that a client can
 * go on. Safe for use by several threads and processes.
 */
final class Uploads {
    /** How long a client may pause. */
    static final Duration RESUMABLE_FOR = Duration.ofDays(1);
    /** An upload that cannot be resumed is swept as soon as nobody holds it; this much is left to begin with. */
    static final Duration ONE_SHOT_FOR = Duration.ofMinutes(1);
    private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);
    private static final int MAX_SUSPENDED = 1024;
    private static final List<String> NAMES = List.of("data", "blob", "upload");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    private final Path directory;
    private final Durability durability;
    private final InstantSource clock;
    private final AtomicReference<Instant> lastSweep = new AtomicReference<>(Instant.MIN);
    /** How far the hashes of suspended uploads have come, so that going on does not read them again. */
    private final Map<String, UploadFile.Prefix> suspended = new LinkedHashMap<>();

    Uploads(Path directory, Durability durability, InstantSource clock) {
        this.directory = directory;
        this.durability = durability;
        this.clock = clock;
    }

    /** What is written beside the data. */
    record Entry(String id, RepositoryName repository, DigestAlgorithm algorithm, boolean resumable) {

        String text() {
            return String.join("\n", repository.value(), algorithm.id(), resumable ? "resumable" : "one-shot", "");
        }

        static Optional<Entry> parse(String id, List<String> lines) {
            if (lines.size() < 3 || !RepositoryName.isValid(lines.getFirst())) {
                return Optional.empty();
            }
            return DigestAlgorithm.find(lines.get(1))
                    .map(algorithm -> new Entry(id, new RepositoryName(lines.getFirst()), algorithm,
                            lines.get(2).equals("resumable")));
        }
    }

    Entry create(RepositoryName repository, DigestAlgorithm algorithm, boolean resumable) throws IOException {
        sweepNowAndThen();
        String id = UUID.randomUUID().toString().replace("-", "");
        Entry entry = new Entry(id, repository, algorithm, resumable);
        durability.createDirectory(directory);
        Files.createDirectory(directory.resolve(id));
        Files.writeString(directory.resolve(id).resolve("upload"), entry.text());
        Files.createFile(data(id));
        return entry;
    }

    /** The upload with this id, which comes from outside; empty when there is none. */
    Optional<Entry> find(String id) throws IOException {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        try {
            return Entry.parse(id, Files.readAllLines(directory.resolve(id).resolve("upload")))
                    .filter(_ -> Files.exists(data(id)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The bytes that have arrived. */
    long length(String id) throws IOException {
        return Files.size(data(id));
    }

    Path data(String id) {
        return directory.resolve(id).resolve("data");
    }

    UploadFile open(Entry entry) throws IOException {
        UploadFile.Prefix known;
        synchronized (suspended) {
            known = suspended.remove(entry.id());
        }
        return UploadFile.open(data(entry.id()), entry.algorithm(), known);
    }

    void suspend(String id, UploadFile.Prefix prefix) {
        synchronized (suspended) {
            suspended.put(id, prefix);
            if (suspended.size() > MAX_SUSPENDED) {
                suspended.remove(suspended.keySet().iterator().next());
            }
        }
    }

    /** From here on the upload cannot be found: its data is about to become a blob, which nobody may append to. */
    void seal(String id) throws IOException {
        Files.deleteIfExists(directory.resolve(id).resolve("upload"));
    }

    void delete(String id) throws IOException {
        synchronized (suspended) {
            suspended.remove(id);
        }
        Path upload = directory.resolve(id);
        for (String name : NAMES) {
            Files.deleteIfExists(upload.resolve(name));
        }
        Files.deleteIfExists(upload);
    }

    /** Removes what nobody will go on with: what a killed process left, and what clients forgot. */
    void sweep() throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> uploads = Files.newDirectoryStream(directory)) {
            for (Path upload : uploads) {
                sweep(String.valueOf(upload.getFileName()));
            }
        }
    }

    private void sweepNowAndThen() throws IOException {
        Instant now = clock.instant();
        Instant last = lastSweep.get();
        if (last.isBefore(now.minus(BETWEEN_SWEEPS)) && lastSweep.compareAndSet(last, now)) {
            sweep();
        }
    }

    private void sweep(String id) throws IOException {
        Duration allowed = find(id).map(Entry::resumable).orElse(false) ? RESUMABLE_FOR : ONE_SHOT_FOR;
        if (!isOlder(id, allowed)) {
            return;
        }
        try (ExclusiveFile _ = ExclusiveFile.open(data(id))) {
            delete(id);
        } catch (NoSuchFileException e) {
            // killed between the making of the directory and that of the data
            delete(id);
        } catch (UnavailableException e) {
            // somebody is still writing, however slowly
            return;
        }
    }

    private boolean isOlder(String id, Duration age) throws IOException {
        Path data = data(id);
        Path witness = Files.exists(data) ? data : directory.resolve(id);
        try {
            return Files.getLastModifiedTime(witness).toInstant().isBefore(clock.instant().minus(age));
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
