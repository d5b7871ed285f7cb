package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.KeyWriter;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.model.Digest;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.runtime.ContainerSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the outcome of a RUN depends on, as far as a build can tell: the command, its environment and user, the files below
 * it and those mounted into it. Not in it: the values of secrets, what is in a cache, proxies, who executes it. For one thread.
 */
final class RunKey {
    private final StageBuild stage;
    private final Instruction.Run run;

    RunKey(StageBuild stage, Instruction.Run run) {
        this.stage = stage;
        this.run = run;
    }

    /** The mark that an instruction as it is written was executed for a platform, whatever below it and with what. */
    static Digest ofInstruction(Instruction.Run run, Platform platform) {
        return new KeyWriter("executed").add(run.location().text()).add(platform.normalized().toString()).digest();
    }

    /** Absent when a mount has no source, which executing it tells better. */
    Optional<Digest> digest(RunCommand command, ContainerSpec.Network network)
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
                .add(network.name());
        SourceFiles.addChain(key, stage.image().layers());
        key.add(run.mounts().size());
        for (String text : run.mounts()) {
            if (!add(key, RunMount.parse(run.location(), text, stage.scope()))) {
                return Optional.empty();
            }
        }
        return Optional.of(key.digest());
    }

    private boolean add(KeyWriter key, RunMount mount) throws IOException, InterruptedException {
        Map<String, String> options = new TreeMap<>(mount.options());
        if (mount.type() == RunMount.Type.CACHE) {
            options.remove("id");
            options.remove("sharing");
        }
        key.add(mount.type().name());
        if (mount.type() != RunMount.Type.BIND) {
            key.addAll(options);
            return true;
        }
        // the name of a stage says nothing of what is in it
        options.remove("from");
        key.addAll(options);
        String path = mount.option("source").orElse("/");
        SourceFiles source = mount.option("from").isPresent()
                ? stage.platformBuild().source(stage.stage(), run.location(), mount.option("from").get())
                : SourceFiles.of(stage.services().context());
        if (source.layers().isPresent()) {
            SourceFiles.addChain(key, source.layers().get());
            return true;
        }
        Optional<Node> node = TreePath.resolve(source.directory(), path, true).node();
        return node.isPresent()
                && stage.addFiles(key.add(node.get().metadata().mode()), List.of(item(node.get())), List.of());
    }

    private static TransferItem item(Node node) {
        return switch (node) {
            case Directory directory -> new TransferItem.Contents("", directory);
            case Leaf leaf -> new TransferItem.Plain("", "file", leaf, false);
        };
    }
}
