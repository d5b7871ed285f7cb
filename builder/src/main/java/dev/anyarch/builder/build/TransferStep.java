package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.KeyWriter;
import dev.anyarch.builder.dockerfile.CopySource;
import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.model.Digest;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One COPY or ADD of one stage. For one thread. */
final class TransferStep {
    private final StageBuild stage;
    private final SourceLocation at;
    private final Instruction.Transfer transfer;

    TransferStep(StageBuild stage, SourceLocation at, Instruction.Transfer transfer) {
        this.stage = stage;
        this.at = at;
        this.transfer = transfer;
    }

    void copy(Instruction.Copy copy) throws IOException, InterruptedException {
        List<String> excludes = excludes();
        TransferSources sources = new TransferSources(stage, at, transfer, excludes);
        make(new Prepared("COPY", sources, sources.of(copy), excludes, copy.from().isPresent(), copy.parents()));
    }

    /** Puts everything of a directory into a stage that has nothing yet. */
    static void copyAll(StageBuild stage, SourceLocation at, String name, Directory root)
            throws IOException, InterruptedException {
        List<TransferItem> items = List.of(new TransferItem.Contents(name, root));
        KeyWriter key = stage.newKey("context").add(name);
        boolean isKnown = stage.addFiles(key, items, List.of());
        stage.make(isKnown ? Optional.of(key.digest()) : Optional.empty(), true, () -> {
            LayerDraft draft = new LayerDraft(new FileTree());
            TransferWriter.Options options = new TransferWriter.Options(Optional.empty(), Optional.empty(),
                    IgnoreRules.NONE);
            try {
                new TransferWriter(stage, draft, options, false, false).write(items, "/");
            } catch (FileSystemException e) {
                throw failed(at, e);
            }
            return new StepCache.Made(stage.write(draft), "FROM " + name, true);
        });
    }

    void add(Instruction.Add add) throws IOException, InterruptedException {
        List<String> excludes = excludes();
        TransferSources sources = new TransferSources(stage, at, transfer, excludes);
        make(new Prepared("ADD", sources, sources.of(add), excludes, false, false));
    }

    /**
     * Everything but the writing.
     *
     * @param keepsOwner whether the files have owners already
     */
    private record Prepared(String name, TransferSources finder, List<TransferSource> sources, List<String> excludes,
            boolean keepsOwner, boolean parents) {}

    private void make(Prepared prepared) throws IOException, InterruptedException {
        try {
            makeOf(prepared);
        } catch (UnreadableContextException e) {
            throw failed(at, e);
        }
    }

    private void makeOf(Prepared prepared) throws IOException, InterruptedException {
        String destination = expand(transfer.destination());
        String text = history(prepared, destination);
        Optional<Digest> key;
        try {
            key = key(prepared, destination, text);
        } catch (IllegalArgumentException e) {
            throw new DockerfileException(at.at("--exclude"), e);
        }
        stage.make(key, isLinked(), () -> write(prepared, destination, text));
    }

    private Optional<Digest> key(Prepared prepared, String destination, String text)
            throws IOException, InterruptedException {
        String owner = flag(transfer.chown());
        KeyWriter key = stage.newKey("transfer")
                .add(text)
                .add(destination)
                .add(destination.startsWith("/") ? "" : stage.workingDirectory())
                .add(owner)
                .add(flag(transfer.chmod()))
                .addAll(prepared.excludes)
                .add(isLinked())
                .add(prepared.keepsOwner)
                .add(prepared.parents)
                .add(prepared.sources.size());
        if (!isLinked() || !isNumeric(owner)) {
            SourceFiles.addChain(key, stage.image().layers());
        }
        for (TransferSource source : prepared.sources) {
            if (!source.identify(key)) {
                return Optional.empty();
            }
        }
        return Optional.of(key.digest());
    }

    private StepCache.Made write(Prepared prepared, String destination, String text)
            throws IOException, InterruptedException {
        List<TransferItem> items = new ArrayList<>();
        for (TransferSource source : prepared.sources) {
            items.addAll(source.items());
        }
        LayerDraft draft = new LayerDraft(isLinked() ? new FileTree() : stage.files().tree());
        try {
            new TransferWriter(stage, draft, options(prepared.excludes), transfer.sources().size() > 1,
                    prepared.keepsOwner).write(items, destination);
        } catch (FileSystemException e) {
            throw failed(at, e);
        } catch (IllegalArgumentException e) {
            throw new DockerfileException(at, e);
        }
        return new StepCache.Made(stage.write(draft), text, !prepared.finder.hasWarned());
    }

    private String history(Prepared prepared, String destination) throws DockerfileException {
        List<String> flags = new ArrayList<>();
        if (prepared.parents) {
            flags.add("--parents");
        }
        addFlag("--chown=", flag(transfer.chown()), flags);
        addFlag("--chmod=", flag(transfer.chmod()), flags);
        List<String> sources = new ArrayList<>();
        List<String> inline = new ArrayList<>();
        for (CopySource source : transfer.sources()) {
            switch (source) {
                case CopySource.Location location ->
                    sources.add(RemoteSource.withoutCredentials(expand(location.text())));
                case CopySource.Inline heredoc -> inline.add("<<" + heredoc.heredoc().name());
            }
        }
        return HistoryText.ofLayer(prepared.name,
                Stream.of(flags, sources, inline, List.of(destination)).flatMap(List::stream).toList());
    }

    private static void addFlag(String name, String value, List<String> flags) {
        if (!value.isEmpty()) {
            flags.add(name + value);
        }
    }

    private List<String> excludes() throws DockerfileException {
        List<String> excludes = new ArrayList<>();
        for (String exclude : transfer.excludes()) {
            excludes.add(expand(exclude));
        }
        return excludes;
    }

    private TransferWriter.Options options(List<String> excludes) throws IOException, InterruptedException {
        String chown = flag(transfer.chown());
        Optional<Owner> owner = chown.isEmpty() ? Optional.empty() : Optional.of(owner(chown));
        String chmod = flag(transfer.chmod());
        try {
            Optional<ModeChange> mode = chmod.isEmpty() ? Optional.empty() : Optional.of(ModeChange.parse(chmod));
            return new TransferWriter.Options(owner, mode, IgnoreRules.of(excludes));
        } catch (IllegalArgumentException e) {
            throw new DockerfileException(at.at("--chmod"), e);
        }
    }

    private Owner owner(String text) throws IOException, InterruptedException {
        try {
            return new Accounts(isNumeric(text) ? new FileTree() : stage.files().tree()).parse(text);
        } catch (IllegalArgumentException e) {
            throw new DockerfileException(at.at("--chown"), "--chown: " + e.getMessage(), e);
        }
    }

    /** Whether the layer is made without looking at those below; not with --chmod (as BuildKit has it). */
    private boolean isLinked() throws DockerfileException {
        return transfer.link() && flag(transfer.chmod()).isEmpty();
    }

    /** A flag that becomes nothing is none. */
    private String flag(Optional<String> value) throws DockerfileException {
        return value.isPresent() ? expand(value.get()) : "";
    }

    private static boolean isNumeric(String owner) {
        return owner.isEmpty() || owner.matches("\\d+(:\\d+)?");
    }

    private String expand(String word) throws DockerfileException {
        return stage.scope().expand(at, word);
    }

    static DockerfileException failed(SourceLocation at, IOException e) {
        return new DockerfileException(at, e);
    }
}
