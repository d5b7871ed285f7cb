package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.KeyWriter;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.model.Digest;
import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the outcome of a RUN depends on, as far as a build can tell: the command, its environment and user, the files below
 * it and those mounted into it. Not in it: the values of secrets, what is in a cache, proxies, who executes it. For one thread.
 */
final class RunKey {
    private final KeyWriter parts;
    private @Nullable Digest digest;

    private RunKey(KeyWriter parts) {
        this.parts = parts;
    }

    /** The mark that an instruction as it is written was executed for a platform, whatever below it and with what. */
    static Digest ofInstruction(Instruction.Run run, Platform platform) {
        return new KeyWriter("executed").addAll(run.location().lines()).add(platform.normalized().toString()).digest();
    }

    /**
     * As far as it is known before the layers below are: to be asked before the command is executed, since what is mounted may
     * change. Absent when a mount has no source, which executing it tells better.
     */
    static Optional<RunKey> of(StageBuild stage, Instruction.Run run, RunCommand command, RunIsolation isolation)
            throws IOException, InterruptedException {
        KeyWriter key = stage.newKey("run")
                .add(stage.platform().normalized().toString())
                .addAll(command.arguments())
                .add(command.script().map(RunCommand.Script::name).orElse(""))
                .add(command.script().map(RunCommand.Script::text).orElse(""))
                .addAll(stage.scope().declaredEnvironment())
                .addAll(stage.scope().declaredArguments())
                .add(stage.workingDirectory())
                .add(stage.image().settings().text("User"))
                .add(isolation.network().name())
                .add(isolation.isInsecure());
        stage.services().commands().settings().addTo(key);
        key.add(run.mounts().size());
        for (String text : run.mounts()) {
            if (!add(key, stage, RunMount.parse(run.location(), text, stage.scope()))) {
                return Optional.empty();
            }
        }
        return Optional.of(new RunKey(key));
    }

    /** @param below what the command is executed on; the same whenever this is asked */
    Digest digest(List<Layer> below) {
        Digest known = digest;
        if (known == null) {
            SourceFiles.addChain(parts, below);
            known = parts.digest();
            digest = known;
        }
        return known;
    }

    private static boolean add(KeyWriter key, StageBuild stage, RunMount mount)
            throws IOException, InterruptedException {
        Map<String, String> options = new TreeMap<>(mount.options());
        if (mount.type() == RunMount.Type.CACHE) {
            options.remove("id");
            options.remove("sharing");
        }
        boolean hasSource = mount.type() == RunMount.Type.BIND
                || mount.type() == RunMount.Type.CACHE && mount.option("from").isPresent();
        // the name of a stage says nothing of what is in it
        options.remove("from");
        key.add(mount.type().name()).addAll(options);
        return !hasSource || MountSource.of(stage, mount).addTo(key, stage);
    }
}
