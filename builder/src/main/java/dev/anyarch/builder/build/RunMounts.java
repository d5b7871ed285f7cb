package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.runtime.AgentSocket;
import dev.anyarch.runtime.CacheDirectory;
import dev.anyarch.runtime.CannotExecuteException;
import dev.anyarch.runtime.ContainerMount;
import dev.anyarch.runtime.ContainerRuntime;
import dev.anyarch.runtime.ContainerUser;
import dev.anyarch.runtime.MountPoint;
import dev.anyarch.runtime.Secret;
import dev.anyarch.runtime.SshSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
    private static final int SOCKET_MODE = 0600;
    /** As in BuildKit: what is larger is not a secret but a file. */
    private static final int LARGEST_SECRET = 500 * 1024;
    private static final String AGENT_VARIABLE = "SSH_AUTH_SOCK";

    private final StageBuild stage;
    private final Instruction.Run run;
    private final ContainerRuntime runtime;
    private final ContainerUser user;
    private final List<ContainerMount> mounts = new ArrayList<>();
    private final List<MountPoint> points = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, CacheDirectory> caches = new LinkedHashMap<>();
    private final Map<String, Secret> secrets = new LinkedHashMap<>();
    private final Deque<Closeable> opened = new ArrayDeque<>();
    private int agents;

    private RunMounts(StageBuild stage, Instruction.Run run, ContainerRuntime runtime, ContainerUser user) {
        this.stage = stage;
        this.run = run;
        this.runtime = runtime;
        this.user = user;
    }

    /** @param user who executes the command */
    static RunMounts prepare(StageBuild stage, Instruction.Run run, ContainerRuntime runtime, ContainerUser user)
            throws IOException, InterruptedException {
        RunMounts mounts = new RunMounts(stage, run, runtime, user);
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

    /** Variables that the command gets, unless it has them already. */
    Map<String, String> environment() {
        return environment;
    }

    /** Secrets that the command gets as variables. */
    Map<String, Secret> secrets() {
        return secrets;
    }

    private void add(RunMount mount, Map<RunMount, CacheMount> cacheMounts)
            throws IOException, InterruptedException {
        switch (mount.type()) {
            case BIND -> bind(mount);
            case CACHE -> mounts.add(cache(mount, Objects.requireNonNull(cacheMounts.get(mount))));
            case TMPFS -> mounts.add(new ContainerMount.Memory("/" + point(mount.requiredTarget(), true),
                    mount.number("size", 10, 0)));
            case SECRET -> secret(mount);
            case SSH -> ssh(mount);
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
        Optional<Secret> value = stage.services().commands().secret(id);
        if (value.isEmpty()) {
            if (mount.isOn("required")) {
                throw new DockerfileException(run.location(),
                        "secret '%s' is required: give it with --secret id=%s,src=FILE or env=VARIABLE".formatted(id,
                                id));
            }
            // the variable is there all the same, as with BuildKit
            mount.option("env").ifPresent(name -> secrets.put(name, Secret.NONE));
            return;
        }
        if (value.get().size() > LARGEST_SECRET) {
            throw new DockerfileException(run.location(), "secret '%s': expected at most %d bytes, found %d".formatted(
                    id, LARGEST_SECRET, value.get().size()));
        }
        Optional<String> variable = mount.option("env");
        if (variable.isPresent()) {
            secrets.put(variable.get(), value.get());
        }
        if (variable.isEmpty() || target.isPresent()) {
            String path = point(target.orElse("/run/secrets/" + id.substring(id.lastIndexOf('/') + 1)), false);
            mounts.add(new ContainerMount.SecretFile("/" + path, value.get(),
                    (int) mount.number("mode", 8, SECRET_MODE), mount.number("uid", 10, 0),
                    mount.number("gid", 10, 0)));
        }
    }

    /**
     * The agent of the caller. Its socket belongs to whoever executes the command, so that a user who is not root needs no
     * {@code uid=}; that is where BuildKit would refuse.
     */
    private void ssh(RunMount mount) throws IOException, InterruptedException {
        String id = mount.option("id").orElse("default");
        String path = point(mount.option("target").orElse("/run/buildkit/ssh_agent." + agents), false);
        if (agents == 0) {
            environment.put(AGENT_VARIABLE, "/" + path);
        }
        agents++;
        Optional<SshSource> source = stage.services().commands().ssh(id);
        if (source.isEmpty()) {
            if (mount.isOn("required")) {
                throw new DockerfileException(run.location(),
                        "ssh '%s' is required: give it with --ssh %s, or --ssh %s=SOCKET or KEYFILE".formatted(id, id,
                                id));
            }
            points.removeLast();
            return;
        }
        try {
            AgentSocket socket = runtime.newAgentSocket(source.get(), (int) mount.number("mode", 8, SOCKET_MODE),
                    mount.number("uid", 10, user.uid()), mount.number("gid", 10, user.gid()));
            opened.push(socket);
            mounts.add(new ContainerMount.Bind(socket.path(), "/" + path, false));
        } catch (CannotExecuteException e) {
            throw RunServices.cannot(run.location(),
                    new CannotExecuteException("ssh '%s': %s".formatted(id, e.getMessage()), e));
        }
    }

    @Override
    public void close() throws IOException {
        caches.values().forEach(CacheDirectory::close);
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }
}
