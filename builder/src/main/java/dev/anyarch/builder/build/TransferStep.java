package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.CopySource;
import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarText;
import dev.anyarch.content.XattrValue;
import dev.anyarch.model.Digest;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        Optional<String> from = copy.from().isPresent()
                ? Optional.of(stage.scope().expand(at, copy.from().get()))
                : Optional.empty();
        Directory root = from.isPresent()
                ? stage.platformBuild().files(stage.stage(), at, from.get())
                : stage.services().context();
        List<TransferItem> items = new ArrayList<>();
        for (CopySource source : transfer.sources()) {
            switch (source) {
                case CopySource.Inline inline -> items.add(inline(inline));
                case CopySource.Location location ->
                    items.addAll(matches(root, expand(location.text()), copy.parents(), from));
            }
        }
        write("COPY", items, from.isPresent());
    }

    /** Puts everything of a directory into a stage that has nothing yet. */
    static void copyAll(StageBuild stage, SourceLocation at, String name, Directory root)
            throws IOException, InterruptedException {
        LayerDraft draft = new LayerDraft(new FileTree());
        TransferWriter.Options options = new TransferWriter.Options(Optional.empty(), Optional.empty(),
                IgnoreRules.NONE);
        try {
            new TransferWriter(stage, draft, options, false, false)
                    .write(List.of(new TransferItem.Contents(name, root)), "/");
        } catch (FileSystemException e) {
            throw failed(at, e);
        }
        stage.addIndependentLayer(draft, "FROM " + name);
    }

    void add(Instruction.Add add) throws IOException, InterruptedException {
        List<TransferItem> items = new ArrayList<>();
        for (CopySource source : transfer.sources()) {
            switch (source) {
                case CopySource.Inline inline -> items.add(inline(inline));
                case CopySource.Location location -> items.addAll(added(add, expand(location.text())));
            }
        }
        write("ADD", items, false);
    }

    private List<TransferItem> added(Instruction.Add add, String source) throws IOException, InterruptedException {
        if (RemoteSource.isGit(source)) {
            return List.of(repository(add, source));
        }
        Optional<Digest> checksum = checksum(add);
        if (RemoteSource.isUrl(source)) {
            Leaf file = stage.services().downloads().fetch(source, checksum);
            if (add.unpack().orElse(false)) {
                return List.of(unpacked(source, file)
                        .orElseThrow(
                                () -> new DockerfileException(at, "--unpack: %s is no archive".formatted(source))));
            }
            return List.of(new TransferItem.Plain(RemoteSource.withoutCredentials(source),
                    RemoteSource.fileName(source), file, true));
        }
        if (checksum.isPresent()) {
            throw new DockerfileException(at.at("--checksum"),
                    "--checksum is for URLs and git repositories, found '%s'".formatted(source));
        }
        List<TransferItem> items = new ArrayList<>();
        for (TransferItem item : matches(stage.services().context(), source, false, Optional.empty())) {
            Optional<TransferItem> archive = item instanceof TransferItem.Plain plain && plain.file().isFile()
                    && add.unpack().orElse(true) ? unpacked(source, plain.file()) : Optional.empty();
            items.add(archive.orElse(item));
        }
        return items;
    }

    private TransferItem repository(Instruction.Add add, String source) throws IOException, InterruptedException {
        if (add.unpack().orElse(false)) {
            throw new DockerfileException(at.at("--unpack"),
                    "--unpack is for archives, found the repository " + source);
        }
        Optional<String> commit = add.checksum().isPresent()
                ? Optional.of(expand(add.checksum().get()))
                : Optional.empty();
        try {
            return new TransferItem.Contents(RemoteSource.withoutCredentials(source),
                    stage.services().repositories().fetch(source, commit, add.keepGitDir()));
        } catch (IllegalArgumentException e) {
            throw new DockerfileException(at.at(source), e);
        }
    }

    private Optional<TransferItem> unpacked(String name, Leaf file) throws IOException, InterruptedException {
        return stage.services().archives().open(name, file).map(tree -> new TransferItem.Unpacked(name, tree));
    }

    private Optional<Digest> checksum(Instruction.Add add) throws DockerfileException {
        if (add.checksum().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Digest.parse(expand(add.checksum().get())));
        } catch (IllegalArgumentException e) {
            throw new DockerfileException(at.at("--checksum"), "--checksum: " + e.getMessage(), e);
        }
    }

    private TransferItem inline(CopySource.Inline inline) throws DockerfileException {
        byte[] bytes = TarText.encode(stage.scope().expand(at, inline.heredoc()));
        Leaf file = new Leaf(TarEntry.file(".", 0644, bytes.length), new FileContent.Inline(XattrValue.of(bytes)));
        return new TransferItem.Plain("<<" + inline.heredoc().name(), inline.heredoc().name(), file, false);
    }

    private List<TransferItem> matches(Directory root, String source, boolean parents, Optional<String> from)
            throws IOException {
        List<SourceMatch> matches;
        try {
            matches = SourceMatch.find(root, source, parents);
        } catch (IllegalArgumentException e) {
            throw new DockerfileException(at, e);
        } catch (FileSystemException e) {
            throw failed(at, e);
        }
        if (matches.isEmpty()) {
            requireWildcard(source, from);
        }
        List<TransferItem> items = new ArrayList<>();
        for (SourceMatch match : matches) {
            if (parents) {
                items.add(new TransferItem.WithParents(source, root, pivot(source), match));
            } else if (match.node() instanceof Directory directory) {
                items.add(new TransferItem.Contents(source, directory));
            } else if (match.node() instanceof Leaf leaf) {
                items.add(new TransferItem.Plain(source, match.fileName(), leaf, false));
            }
        }
        return items;
    }

    /** How many names in front of {@code /./} are not part of the destination. */
    private static int pivot(String source) {
        int pivot = source.lastIndexOf("/./");
        String before = pivot < 0 ? "" : IgnoreRules.clean("/" + source.substring(0, pivot));
        return before.isEmpty() ? 0 : before.split("/", -1).length;
    }

    private void requireWildcard(String source, Optional<String> from) throws DockerfileException {
        if (PathPattern.isWildcard(source)) {
            stage.services().warnings().warn(Optional.of(at.at(source)), "'%s' matches nothing".formatted(source));
            return;
        }
        String clean = IgnoreRules.clean("/" + source);
        if (from.isPresent()) {
            throw new DockerfileException(at.at(source), "'%s' is not in %s".formatted(source, from.get()));
        }
        String hint = stage.services().context().ignores(clean)
                ? "; .dockerignore excludes it"
                : source.startsWith("..") || source.startsWith("/")
                        ? "; paths begin at the context and do not lead out of it"
                        : "";
        throw new DockerfileException(at.at(source), "'%s' is not in the build context%s".formatted(source, hint));
    }

    private void write(String name, List<TransferItem> items, boolean keepsOwner)
            throws IOException, InterruptedException {
        String destination = expand(transfer.destination());
        LayerDraft draft = new LayerDraft(transfer.link() ? new FileTree() : stage.files().tree());
        try {
            new TransferWriter(stage, draft, options(), transfer.sources().size() > 1, keepsOwner).write(items,
                    destination);
        } catch (FileSystemException e) {
            throw failed(at, e);
        } catch (IllegalArgumentException e) {
            throw new DockerfileException(at, e);
        }
        List<String> sources = items.stream().map(TransferItem::name).distinct().toList();
        String text = "%s %s %s".formatted(name, String.join(" ", sources), destination);
        if (transfer.link()) {
            stage.addIndependentLayer(draft, text);
        } else {
            stage.addLayer(draft, text);
        }
    }

    private TransferWriter.Options options() throws IOException, InterruptedException {
        Optional<Owner> owner = Optional.empty();
        if (transfer.chown().isPresent()) {
            owner = Optional.of(owner(expand(transfer.chown().get())));
        }
        try {
            Optional<ModeChange> mode = transfer.chmod().isPresent()
                    ? Optional.of(ModeChange.parse(expand(transfer.chmod().get())))
                    : Optional.empty();
            List<String> excludes = new ArrayList<>();
            for (String exclude : transfer.excludes()) {
                excludes.add(expand(exclude));
            }
            return new TransferWriter.Options(owner, mode, IgnoreRules.of(excludes));
        } catch (IllegalArgumentException e) {
            throw new DockerfileException(at, e);
        }
    }

    private Owner owner(String text) throws IOException, InterruptedException {
        try {
            boolean isNumeric = text.matches("\\d+(:\\d+)?");
            return new Accounts(isNumeric ? new FileTree() : stage.files().tree()).parse(text);
        } catch (IllegalArgumentException e) {
            throw new DockerfileException(at.at("--chown"), "--chown: " + e.getMessage(), e);
        }
    }

    private String expand(String word) throws DockerfileException {
        return stage.scope().expand(at, word);
    }

    static DockerfileException failed(SourceLocation at, IOException e) {
        return new DockerfileException(at, e);
    }
}
