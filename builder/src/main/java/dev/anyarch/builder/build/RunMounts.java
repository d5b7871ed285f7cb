package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.content.TarEntry;
import dev.anyarch.runtime.CacheDirectory;
import dev.anyarch.runtime.ContainerMount;
import dev.anyarch.runtime.ContainerRuntime;
import dev.anyarch.runtime.LayerSource;
import dev.anyarch.runtime.MountPoint;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code --mount}s of one RUN, made ready. Nothing of them becomes part of the image. For one thread. */
final class RunMounts implements Closeable {
    private static final int DIRECTORY_MODE = 0755;
    private static final int SECRET_MODE = 0400;

    private final StageBuild stage;
    private final Instruction.Run run;
    private final ContainerRuntime runtime;
    private final List<ContainerMount> mounts = new ArrayList<>();
    private final List<MountPoint> points = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<CacheDirectory> caches = new ArrayList<>();

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
            for (String text : run.mounts()) {
                mounts.add(RunMount.parse(run.location(), text, stage.scope()));
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

    private void add(RunMount mount) throws IOException, InterruptedException {
        switch (mount.type()) {
            case BIND -> bind(mount);
            case CACHE -> cache(mount);
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
        String source = mount.option("source").orElse("/");
        Node node = source(mount.option("from"), source);
        Path copy = runtime.newFiles(contents(node));
        boolean isDirectory = node.isDirectory();
        mounts.add(new ContainerMount.Bind(copy.resolve("files"), "/" + point(target, isDirectory), !mount.isOn("rw")));
    }

    private Node source(Optional<String> from, String path) throws IOException, InterruptedException {
        SourceLocation at = run.location();
        Directory root = from.isPresent()
                ? stage.platformBuild().source(stage.stage(), at, from.get()).directory()
                : stage.services().context();
        return TreePath.resolve(root, path, true)
                .node()
                .orElseThrow(() -> new DockerfileException(at,
                        "--mount: source '%s': there is nothing of this name in %s".formatted(path,
                                from.orElse("the context"))));
    }

    private static LayerSource contents(Node node) {
        return consumer -> write(consumer, "files", node);
    }

    private static void write(LayerSource.EntryConsumer consumer, String path, Node node) throws IOException {
        TarEntry entry = node.metadata().withPath(path);
        switch (node) {
            case Directory directory -> {
                consumer.accept(entry, InputStream.nullInputStream());
                for (Map.Entry<String, Node> child : directory.children().entrySet()) {
                    write(consumer, path + "/" + child.getKey(), child.getValue());
                }
            }
            case Leaf leaf -> {
                try (InputStream content = leaf.isFile() ? leaf.content().open() : InputStream.nullInputStream()) {
                    consumer.accept(entry, content);
                }
            }
        }
    }

    /** Of one platform, since compilers and package tools keep in them what is not for another. */
    private void cache(RunMount mount) throws IOException, InterruptedException {
        if (mount.option("from").isPresent()) {
            throw new DockerfileException(run.location(), "RUN --mount=type=cache,from= is not available yet");
        }
        String target = mount.requiredTarget();
        String path = point(target, true);
        CacheDirectory.Sharing sharing = switch (mount.option("sharing").orElse("shared")) {
            case "shared" -> CacheDirectory.Sharing.SHARED;
            case "locked" -> CacheDirectory.Sharing.LOCKED;
            case "private" -> CacheDirectory.Sharing.PRIVATE;
            case String other -> throw new DockerfileException(run.location(),
                    "--mount: sharing=%s: expected shared, locked or private".formatted(other));
        };
        String key = stage.platform().normalized() + "\n" + mount.option("id").orElse("/" + path);
        CacheDirectory cache = runtime.openCache(key, sharing, (int) mount.number("mode", 8, DIRECTORY_MODE),
                mount.number("uid", 10, 0), mount.number("gid", 10, 0));
        caches.add(cache);
        mounts.add(new ContainerMount.Bind(cache.path(), "/" + path, mount.isOn("ro")));
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
    public void close() throws IOException {
        for (CacheDirectory cache : caches) {
            cache.close();
        }
    }
}
