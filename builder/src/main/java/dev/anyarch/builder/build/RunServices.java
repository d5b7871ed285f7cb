package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.runtime.CannotExecuteException;
import dev.anyarch.runtime.ContainerRuntime;
import dev.anyarch.runtime.Execution;
import dev.anyarch.runtime.LayerSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** What the RUNs of one build share. For several threads. */
final class RunServices implements Closeable {
    private final RunEnvironment environment;
    private final Semaphore processors = new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()));
    private final Once<String, String> expansions = new Once<>();
    private final Set<Platform> emulated = ConcurrentHashMap.newKeySet();
    private @Nullable ContainerRuntime runtime;

    RunServices(RunEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Opened when the first RUN asks.
     *
     * @param at that RUN, for the message when there is no way
     */
    synchronized ContainerRuntime runtime(SourceLocation at) throws IOException, InterruptedException {
        ContainerRuntime known = runtime;
        if (known == null) {
            try {
                known = environment.open();
            } catch (CannotExecuteException e) {
                throw cannot(at, e);
            }
            runtime = known;
        }
        return known;
    }

    /** How a command for {@code platform} is executed; fails when it cannot be. */
    Execution require(SourceLocation at, Platform platform) throws IOException, InterruptedException {
        if (!platform.os().equals("linux")) {
            throw cannot(at, new CannotExecuteException(
                    "RUN for %s: only commands of Linux images can be executed".formatted(platform)));
        }
        ContainerRuntime opened = runtime(at);
        try {
            return opened.execution(platform);
        } catch (CannotExecuteException e) {
            throw cannot(at, e);
        }
    }

    /** Whether this is the first command for an emulated platform. */
    boolean isFirst(Platform platform) {
        return emulated.add(platform.normalized());
    }

    static CannotExecuteException cannot(SourceLocation at, CannotExecuteException cause) {
        return new CannotExecuteException("%s: %s".formatted(at, cause.getMessage()), cause);
    }

    /** Puts a layer on disk, once for all stages and platforms. */
    void expand(SourceLocation at, String name, LayerSource source) throws IOException, InterruptedException {
        ContainerRuntime opened = runtime(at);
        expansions.get(name, () -> {
            opened.layers().expand(name, source);
            return name;
        });
    }

    /** As many commands at a time as there are processors. */
    Semaphore processors() {
        return processors;
    }

    @Override
    public synchronized void close() throws IOException {
        if (runtime != null) {
            runtime.close();
            runtime = null;
        }
    }
}
