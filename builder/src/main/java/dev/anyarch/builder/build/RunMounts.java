package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.content.TarEntry;
import dev.anyarch.runtime.CacheDirectory;
import dev.anyarch.runtime.ContainerMount;
import dev.anyarch.runtime.ContainerRuntime;
import dev.anyarch.runtime.MountPoint;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The {@code --mount}s of one RUN, made ready. Nothing of them becomes part of the image. For one thread. */
final class RunMounts implements Closeable {
    private static final int SECRET_MODE = 0400;

    private final StageBuild stage;
    private final Instruction.Run run;
    private final ContainerRuntime runtime;
    private final List<ContainerMount> mounts = new ArrayList<>();
    private final List<MountPoint> points = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, CacheDirectory> caches = new LinkedHashMap<>();

    private RunMounts(StageBuild stage, Instruction.Run run, ContainerRuntime runtime) {
        this.stage = stage;
        this.run = run;
        this.runtime = runtime;
    }

    static RunMounts prepare(StageBuild stage, Instruction.Run run, ContainerRuntime runtime)
            throws IOException, InterruptedException {
        RunMounts mounts = new RunMounts(stage, run, runtime);
        boolean done = false;
        try {
            List<RunMount> all = new ArrayList<>();
            for (String text : run.mounts()) {
                all.add(RunMount.parse(run.location(), text, stage.scope()));
            }
            Map<RunMount, CacheMount> cacheMounts = mounts.openCaches(all);
            for (RunMount mount : all) {
                mounts.add(mount, cacheMounts);
            }
            done = true;
            return mounts;
        } finally {
            if (!done) {
                mounts.close();
            }
        }
    }

    List<ContainerMount> mounts() {
        return List.copyOf(mounts);
    }

    List<MountPoint> points() {
        return List.copyOf(points);
    }

    /** Secrets that the command gets as variables. */
    Map<String, String> environment() {
        return environment;
    }

    private void add(RunMount mount, Map<RunMount, CacheMount> cacheMounts)
            throws IOException, InterruptedException {
        switch (mount.type()) {
            case BIND -> bind(mount);
            case CACHE -> mounts.add(cache(mount, Objects.requireNonNull(cacheMounts.get(mount))));
            case TMPFS -> mounts.add(new ContainerMount.Memory("/" + point(mount.requiredTarget(), true),
                    mount.number("size", 10, 0)));
            case SECRET -> secret(mount);
            case SSH -> throw new DockerfileException(run.location(), "RUN --mount=type=ssh is not available yet");
        }
    }

    /** Where the mount goes, links resolved as the stage has them. */
    private String point(String target, boolean isDirectory) throws IOException, InterruptedException {
        String absolute = target.startsWith("/") ? target : stage.workingDirectory() + "/" + target;
        String path = stage.files().tree().resolve(absolute, true).text();
        if (path.isEmpty()) {
            throw new DockerfileException(run.location(), "--mount: nothing can be mounted over the root directory");
        }
        points.add(new MountPoint(path, isDirectory));
        return path;
    }

    /** A copy, so that whatever the command does to it, or leaves out of it, is nobody else's concern. */
    private void bind(RunMount mount) throws IOException, InterruptedException {
        String target = mount.requiredTarget();
        Node node = MountSource.of(stage, mount).node();
        Path copy = runtime.newFiles(MountSource.contents(node, "files"));
        boolean isDirectory = node.isDirectory();
        mounts.add(new ContainerMount.Bind(copy.resolve("files"), "/" + point(target, isDirectory), !mount.isOn("rw")));
    }

    private ContainerMount cache(RunMount mount, CacheMount cache) {
        return new ContainerMount.Bind(Objects.requireNonNull(caches.get(cache.key())).path(), "/" + cache.path(),
                mount.isOn("ro"));
    }

    /** All at once in the order of their keys, so that no two commands wait for each other. */
    private Map<RunMount, CacheMount> openCaches(List<RunMount> all) throws IOException, InterruptedException {
        Map<RunMount, CacheMount> found = new LinkedHashMap<>();
        SortedMap<String, CacheDirectory.Request> requests = new TreeMap<>();
        for (RunMount mount : all) {
            if (mount.type() == RunMount.Type.CACHE) {
                CacheMount cache = CacheMount.of(stage, mount, point(mount.requiredTarget(), true));
                found.put(mount, cache);
                CacheDirectory.Request request = cache.request();
                requests.merge(cache.key(), request, (known, other) -> known.and(other.sharing()));
            }
        }
        for (Map.Entry<String, CacheDirectory.Request> request : requests.entrySet()) {
            caches.put(request.getKey(), runtime.openCache(request.getValue()));
        }
        return found;
    }

    private void secret(RunMount mount) throws IOException, InterruptedException {
        Optional<String> target = mount.option("target");
        String id = mount.option("id")
                .or(() -> target.map(path -> path.substring(path.lastIndexOf('/') + 1)))
                .orElseThrow(() -> new DockerfileException(run.location(), "--mount=type=secret: expected id=NAME"));
        Optional<byte[]> value = stage.services().commands().secret(id);
        if (value.isEmpty()) {
            if (mount.isOn("required")) {
                throw new DockerfileException(run.location(),
                        "secret '%s' is required: give it with --secret id=%s,src=FILE or env=VARIABLE".formatted(id,
                                id));
            }
            return;
        }
        Optional<String> variable = mount.option("env");
        if (variable.isPresent()) {
            environment.put(variable.get(), new String(value.get(), StandardCharsets.UTF_8));
        }
        if (variable.isEmpty() || target.isPresent()) {
            TarEntry file = TarEntry
                    .file("files", (int) mount.number("mode", 8, SECRET_MODE), value.get().length)
                    .withOwner(mount.number("uid", 10, 0), mount.number("gid", 10, 0));
            Path directory = runtime.newFiles(
                    consumer -> consumer.accept(file, new ByteArrayInputStream(value.get())));
            mounts.add(new ContainerMount.Bind(directory.resolve("files"),
                    "/" + point(target.orElse("/run/secrets/" + id), false), true));
        }
    }

    @Override
    public void close() {
        for (CacheDirectory cache : caches.values()) {
            cache.close();
        }
    }
}
