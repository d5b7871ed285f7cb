package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.KeyWriter;
import dev.anyarch.builder.dockerfile.CopySource;
import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarText;
import dev.anyarch.content.XattrValue;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what the sources of one COPY or ADD name. For one thread. */
final class TransferSources {
    private final StageBuild stage;
    private final SourceLocation at;
    private final Instruction.Transfer transfer;
    private final List<String> excludes;
    private boolean hasWarned;

    /** @param excludes variables replaced */
    TransferSources(StageBuild stage, SourceLocation at, Instruction.Transfer transfer, List<String> excludes) {
        this.stage = stage;
        this.at = at;
        this.transfer = transfer;
        this.excludes = List.copyOf(excludes);
    }

    /** Whether something was found that a build tells each time. */
    boolean hasWarned() {
        return hasWarned;
    }

    List<TransferSource> of(Instruction.Copy copy) throws IOException, InterruptedException {
        Optional<String> from = copy.from().isPresent()
                ? Optional.of(stage.scope().expand(at, copy.from().get()))
                : Optional.empty();
        SourceFiles files = from.isPresent()
                ? stage.platformBuild().source(stage.stage(), at, from.get())
                : SourceFiles.of(stage.services().context());
        List<TransferSource> sources = new ArrayList<>();
        for (CopySource source : transfer.sources()) {
            switch (source) {
                case CopySource.Inline inline -> sources.add(new Found(List.of(inline(inline))));
                case CopySource.Location location -> {
                    String text = expand(location.text());
                    sources.add(files.layers().isPresent()
                            ? new InLayers(files, files.layers().get(), text, copy.parents(), from)
                            : new Found(matches(files.directory(), text, copy.parents(), from)));
                }
            }
        }
        return sources;
    }

    List<TransferSource> of(Instruction.Add add) throws IOException, InterruptedException {
        List<TransferSource> sources = new ArrayList<>();
        for (CopySource source : transfer.sources()) {
            switch (source) {
                case CopySource.Inline inline -> sources.add(new Found(List.of(inline(inline))));
                case CopySource.Location location -> sources.add(added(add, expand(location.text())));
            }
        }
        return sources;
    }

    private TransferSource added(Instruction.Add add, String source) throws IOException, InterruptedException {
        if (add.checksum().isPresent() && transfer.sources().size() > 1) {
            throw new DockerfileException(at.at("--checksum"), "--checksum is for one source, found %d".formatted(
                    transfer.sources().size()));
        }
        if (RemoteSource.isGit(source)) {
            return new Found(List.of(repository(add, source)));
        }
        Optional<Digest> checksum = checksum(add);
        if (RemoteSource.isUrl(source)) {
            return new Download(source, checksum, add.unpack().orElse(false));
        }
        if (checksum.isPresent()) {
            throw new DockerfileException(at.at("--checksum"),
                    "--checksum is for URLs and git repositories, found '%s'".formatted(source));
        }
        return new Local(source, matches(stage.services().context(), source, false, Optional.empty()),
                add.unpack().orElse(true));
    }

    /** Files that are here, and known by looking at them. */
    private final class Found implements TransferSource {
        private final List<TransferItem> items;

        Found(List<TransferItem> items) {
            this.items = List.copyOf(items);
        }

        @Override
        public boolean identify(KeyWriter key) throws IOException, InterruptedException {
            return stage.addFiles(key, items, excludes);
        }

        @Override
        public List<TransferItem> items() {
            return items;
        }
    }

    /** Files of a stage or an image, which are known by its layers. */
    private final class InLayers implements TransferSource {
        private final SourceFiles files;
        private final List<Layer> layers;
        private final String text;
        private final boolean parents;
        private final Optional<String> from;

        InLayers(SourceFiles files, List<Layer> layers, String text, boolean parents, Optional<String> from) {
            this.files = files;
            this.layers = layers;
            this.text = text;
            this.parents = parents;
            this.from = from;
        }

        @Override
        public boolean identify(KeyWriter key) {
            SourceFiles.addChain(key, layers);
            key.add(text);
            return true;
        }

        @Override
        public List<TransferItem> items() throws IOException, InterruptedException {
            return matches(files.directory(), text, parents, from);
        }
    }

    /** Files of the context, of which archives are unpacked. */
    private final class Local implements TransferSource {
        private final String source;
        private final List<TransferItem> items;
        private final boolean isUnpacked;

        Local(String source, List<TransferItem> items, boolean isUnpacked) {
            this.source = source;
            this.items = List.copyOf(items);
            this.isUnpacked = isUnpacked;
        }

        @Override
        public boolean identify(KeyWriter key) throws IOException, InterruptedException {
            return stage.addFiles(key.add(isUnpacked), items, excludes);
        }

        @Override
        public List<TransferItem> items() throws IOException, InterruptedException {
            List<TransferItem> unpacked = new ArrayList<>();
            for (TransferItem item : items) {
                Optional<TransferItem> archive = isUnpacked && item instanceof TransferItem.Plain plain
                        && plain.file().isFile() ? unpacked(source, plain.file()) : Optional.empty();
                unpacked.add(archive.orElse(item));
            }
            return unpacked;
        }
    }

    /** A file behind a URL, which is known by the digest that it must have, or by what its server says of it. */
    private final class Download implements TransferSource {
        private final String url;
        private final Optional<Digest> checksum;
        private final boolean isUnpacked;

        Download(String url, Optional<Digest> checksum, boolean isUnpacked) {
            this.url = url;
            this.checksum = checksum;
            this.isUnpacked = isUnpacked;
        }

        @Override
        public boolean identify(KeyWriter key) throws IOException, InterruptedException {
            key.add(isUnpacked).add(RemoteSource.withoutCredentials(url));
            if (checksum.isPresent()) {
                key.add(checksum.get());
                return true;
            }
            Downloads.Version version = fetched(url,
                    () -> stage.services().downloads().version(url, stage.isFresh()));
            key.add(version.digest()).add(stage.timestamps().ofOtherFile(version.modified()).getEpochSecond());
            return true;
        }

        @Override
        public List<TransferItem> items() throws IOException, InterruptedException {
            Leaf file = fetched(url, () -> stage.services().downloads().fetch(url, checksum, stage.isFresh()));
            if (isUnpacked) {
                return List.of(unpacked(url, file).orElseThrow(
                        () -> new DockerfileException(at, "--unpack: %s is no archive".formatted(url))));
            }
            return List.of(new TransferItem.Plain(RemoteSource.withoutCredentials(url), RemoteSource.fileName(url),
                    file, true));
        }
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
                    fetched(source, () -> stage.services()
                            .repositories()
                            .fetch(source, commit, add.keepGitDir(),
                                    new GitLogin(stage.services().commands().ssh(GitLogin.ID)))));
        } catch (IllegalArgumentException e) {
            throw new DockerfileException(at.at(source), e);
        }
    }

    /** How something comes from elsewhere. */
    private interface Fetch<T> {
        T get() throws IOException, InterruptedException;
    }

    /** Something from elsewhere; what fails is told with the line that asks for it. */
    private <T> T fetched(String source, Fetch<T> fetch) throws IOException, InterruptedException {
        try {
            return fetch.get();
        } catch (DockerfileException | InterruptedIOException | FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new SourceFailedException(at.at(source), e);
        }
    }

    private Optional<TransferItem> unpacked(String name, Leaf file) throws IOException, InterruptedException {
        try {
            return stage.services().archives().open(name, file).map(tree -> new TransferItem.Unpacked(name, tree));
        } catch (InvalidContentException e) {
            throw new DockerfileException(at.at(name), e);
        }
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
        TarEntry metadata = TarEntry.file(".", 0644, bytes.length).withMtime(stage.timestamps().created());
        Leaf file = new Leaf(metadata, new FileContent.Inline(XattrValue.of(bytes)));
        return new TransferItem.Plain("<<" + inline.heredoc().name(), inline.heredoc().name(), file, false);
    }

    private List<TransferItem> matches(Directory root, String source, boolean parents, Optional<String> from)
            throws IOException {
        List<SourceMatch> matches;
        try {
            matches = parents
                    ? SourceMatch.findWithParents(root, source, pivot(source))
                    : SourceMatch.find(root, source);
        } catch (IllegalArgumentException e) {
            throw new DockerfileException(at.at(source), e);
        } catch (FileSystemException e) {
            throw TransferStep.failed(at, e);
        }
        if (matches.isEmpty()) {
            requireWildcard(source, from);
        }
        List<TransferItem> items = new ArrayList<>();
        if (parents && matches.isEmpty()) {
            items.add(new TransferItem.Contents(source, new FileTree().root())); // the destination is made nevertheless
        }
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
        int pivot = source.indexOf("/./");
        String before = pivot < 0 ? "" : IgnoreRules.clean("/" + source.substring(0, pivot));
        return before.isEmpty() ? 0 : before.split("/", -1).length;
    }

    private void requireWildcard(String source, Optional<String> from) throws DockerfileException {
        if (PathPattern.isWildcard(source)) {
            hasWarned = true;
            stage.services().warnings().warn(Optional.of(at.at(source)), "'%s' matches nothing".formatted(source));
            return;
        }
        String clean = IgnoreRules.clean("/" + source);
        if (from.isPresent()) {
            throw new DockerfileException(at.at(source), "'%s' is not in %s".formatted(source, from.get()));
        }
        if (RemoteSource.isUrl(source)) {
            throw new DockerfileException(at.at(source),
                    "COPY takes no URL, found '%s'; ADD does".formatted(RemoteSource.withoutCredentials(source)));
        }
        String hint = stage.services().context().ignores(clean)
                ? "; .dockerignore excludes it"
                : source.startsWith("..") || source.startsWith("/")
                        ? "; paths begin at the context and do not lead out of it"
                        : "";
        throw new DockerfileException(at.at(source), "'%s' is not in the build context%s".formatted(source, hint));
    }

    private String expand(String word) throws DockerfileException {
        return stage.scope().expand(at, word);
    }
}
