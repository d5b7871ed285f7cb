package dev.anyarch.storage;

import static dev.anyarch.storage.Samples.APP;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.Precondition;
import dev.anyarch.store.PreconditionFailedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Another Java process that works on a storage and prints what was acknowledged. */
final class ChildProcess {
    static final Tag COUNTER = new Tag("counter");
    static final String COUNT = "count";

    private ChildProcess() {}

    static Process start(Path errors, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), ChildProcess.class.getName());
        builder.command().addAll(List.of(arguments));
        return builder.redirectError(errors.toFile()).start();
    }

    static BufferedReader output(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    public static void main(String[] arguments) throws IOException {
        try (Storage storage = Storage.open(Path.of(arguments[1]))) {
            switch (arguments[0]) {
                case "push" -> push(storage.repository(APP), arguments[2]);
                case "count" -> count(storage.repository(APP), Integer.parseInt(arguments[2]));
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    /** Pushes images until it is killed. */
    private static void push(StoredRepository app, String series) throws IOException {
        for (int i = 0; true; i++) {
            String name = series + "-" + i;
            app.deleteTag(new Tag(series + "-last"));
            RawManifest image = Samples.pushImage(app, name, new Tag(name), new Tag(series + "-last"));
            System.out.println(name + " " + image.digest());
        }
    }

    /** Adds one to the number under a tag that others add to as well, so many times. */
    private static void count(StoredRepository app, int times) throws IOException {
        Samples.pushBlobs(app, "counter");
        for (int done = 0; done < times; done += increment(app) ? 1 : 0) {
            System.out.println(done);
        }
    }

    private static boolean increment(StoredRepository app) throws IOException {
        Optional<Descriptor> current = app.resolve(COUNTER);
        int count = 0;
        Precondition unchanged = Precondition.TAG_ABSENT;
        if (current.isPresent()) {
            count = value(app.fetchManifest(current.get().digest()));
            unchanged = new Precondition.TagAt(current.get().digest());
        }
        try {
            app.putManifest(counter(count + 1), List.of(COUNTER), unchanged);
            return true;
        } catch (PreconditionFailedException e) {
            return false;
        }
    }

    private static RawManifest counter(int value) throws IOException {
        return ImageManifest.create(MediaType.OCI_MANIFEST, Samples.config("counter"),
                List.of(Samples.layer("counter")), Map.of(COUNT, Integer.toString(value))).raw();
    }

    static int value(RawManifest counter) throws IOException {
        return counter.parse() instanceof ImageManifest image
                ? Integer.parseInt(image.annotations().getOrDefault(COUNT, "0"))
                : 0;
    }
}
