package dev.anyarch.cli;

import dev.anyarch.content.NamedOutputStream;
import dev.anyarch.model.Annotations;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.reference.Reference;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.operations.copy.PlatformChoice;
import dev.anyarch.operations.graph.MissingPlatformException;
import dev.anyarch.operations.index.TagMoves;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.archive.DockerArchive;
import dev.anyarch.store.archive.OciArchive;
import dev.anyarch.store.daemon.DaemonStore;
import dev.anyarch.store.layout.NamedDescriptor;
import dev.anyarch.store.layout.OciLayout;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * An image on its way to a place. To most places it goes directly; an archive has to be written in one go, so its content
 * is collected in a layout beside it first, and a container engine takes archives. For one thread.
 */
abstract sealed class Delivery implements Closeable {

    /** Where the content goes. */
    abstract ImageStore store();

    /** What the image is called there. */
    abstract List<Tag> tags();

    /** Everything is in {@link #store}: makes it visible. */
    abstract void complete(Descriptor root) throws IOException;

    /** What makes it visible, when that can be done together with other places; {@link #complete} does it alone. */
    abstract Optional<TagMoves.Move> move(Descriptor root) throws IOException;

    /**
     * Which platforms of an image there is a place for; told when that is not all of them.
     *
     * @param root of the source
     */
    PlatformChoice choice(Manifest root) {
        return PlatformChoice.ALL;
    }

    /** To a place that is a store itself, which closes with the {@link Places}. */
    static sealed class Direct extends Delivery {
        private final Target target;

        Direct(Target target) {
            this.target = target;
        }

        @Override
        ImageStore store() {
            return target.store();
        }

        @Override
        List<Tag> tags() {
            return target.tags();
        }

        @Override
        void complete(Descriptor root) throws IOException {}

        @Override
        Optional<TagMoves.Move> move(Descriptor root) throws IOException {
            return target.tags().isEmpty()
                    ? Optional.empty()
                    : Optional.of(TagMoves.Move.of(target.store(), target.store().fetchManifest(root.digest()),
                            target.tags()));
        }

        @Override
        public void close() {}
    }

    /** To a layout, which says more of what it holds than its digest. */
    static final class ToLayout extends Direct {
        private final OciLayout layout;

        ToLayout(OciLayout layout, Target target) {
            super(target);
            this.layout = layout;
        }

        @Override
        void complete(Descriptor root) throws IOException {
            layout.describe(root);
        }
    }

    /** Into a container engine, which names what it has loaded as a whole. */
    static final class ToDaemon extends Delivery {
        private final DaemonStore store;
        private final Place.InDaemon place;
        private final Consumer<String> told;

        ToDaemon(DaemonStore store, Place.InDaemon place, Consumer<String> told) {
            this.store = store;
            this.place = place;
            this.told = told;
        }

        @Override
        ImageStore store() {
            return store;
        }

        @Override
        List<Tag> tags() {
            return List.of();
        }

        @Override
        void complete(Descriptor root) throws IOException {
            TagMoves.apply(List.of(move(root).orElseThrow()));
        }

        @Override
        Optional<TagMoves.Move> move(Descriptor root) throws IOException {
            RawManifest manifest = store.fetchManifest(root.digest());
            return Optional.of(TagMoves.Move.of(store, chosen(manifest),
                    List.of(place.reference().tag().orElse(Tag.LATEST))));
        }

        /** Of an index, the image that the engine executes, unless the engine holds indexes or there is only one. */
        private RawManifest chosen(RawManifest root) throws IOException {
            if (store.engine().holdsIndexes() || !(root.parse() instanceof ImageIndex index)) {
                return root;
            }
            List<Descriptor> images = images(index);
            if (images.size() == 1) {
                return store.fetchManifest(images.getFirst().digest());
            }
            Platform wanted = store.engine().platform();
            Descriptor found = images.stream()
                    .filter(image -> image.platform().filter(wanted::isSameAs).isPresent())
                    .findFirst()
                    .orElseThrow(() -> new MissingPlatformException("load into %s".formatted(place),
                            "%s, the engine's own platform (--platform chooses another)".formatted(wanted),
                            images.stream().flatMap(image -> image.platform().stream()).toList()));
            tell(images);
            return store.fetchManifest(found.digest());
        }

        private static List<Descriptor> images(ImageIndex index) {
            return index.manifests().stream().filter(entry -> !entry.isAttachment()).toList();
        }

        private static String names(List<Descriptor> images) {
            return images.stream()
                    .map(image -> image.platform().map(Platform::toString).orElse("an image without a platform"))
                    .collect(Collectors.joining(", "));
        }

        private void tell(List<Descriptor> images) {
            Platform own = store.engine().platform();
            told.accept(
                    ("%s: only %s, the engine's own platform, as it holds one for each name; each of %s can be loaded with "
                            + "--platform, and an engine with the containerd image store takes all at once")
                            .formatted(place, own,
                                    names(images.stream()
                                            .filter(image -> image.platform().filter(own::isSameAs).isEmpty())
                                            .toList())));
        }

        @Override
        PlatformChoice choice(Manifest root) {
            if (store.engine().holdsIndexes() || !(root instanceof ImageIndex index)
                    || images(index).size() < 2) {
                return PlatformChoice.ALL;
            }
            Platform own = store.engine().platform();
            List<Descriptor> images = images(index);
            if (images.stream().anyMatch(image -> image.platform().filter(own::isSameAs).isPresent())) {
                tell(images);
            }
            return PlatformChoice.of(List.of(own));
        }

        @Override
        public void close() {}
    }

    /** To a file. */
    static final class ToArchive extends Delivery {
        private final Optional<Path> file;
        private final Optional<Console> console;
        private final Optional<String> name;
        private final boolean docker;
        private final Path directory;
        private final OciLayout layout;

        private ToArchive(Path parent, Optional<Path> file, Optional<Console> console, Optional<String> name,
                boolean docker) throws IOException {
            this.file = file;
            this.console = console;
            this.name = name;
            this.docker = docker;
            this.directory = TemporaryDirectories.create(parent, ".anyarch-");
            this.layout = OciLayout.create(directory.resolve("layout"));
        }

        /**
         * Written beside {@code file} and moved there in the end.
         *
         * @param docker whether the archive is one for {@code docker load}
         */
        static ToArchive toFile(Path file, Optional<String> name, boolean docker) throws IOException {
            Path absolute = file.toAbsolutePath();
            return new ToArchive(Optional.ofNullable(absolute.getParent()).orElse(absolute), Optional.of(absolute),
                    Optional.empty(), name, docker);
        }

        static ToArchive toStandardOutput(Console console, Optional<String> name, boolean docker) throws IOException {
            return new ToArchive(Path.of(System.getProperty("java.io.tmpdir")), Optional.empty(), Optional.of(console),
                    name, docker);
        }

        @Override
        ImageStore store() {
            return layout;
        }

        @Override
        List<Tag> tags() {
            return List.of();
        }

        @Override
        void complete(Descriptor root) throws IOException {
            if (console.isPresent()) {
                try (OutputStream out = console.get().binaryOutput()) {
                    write(out, root);
                }
                return;
            }
            Path part = directory.resolve("archive");
            try (OutputStream out = new BufferedOutputStream(NamedOutputStream.open(part))) {
                write(out, root);
            }
            Files.move(part, file.orElseThrow(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }

        private void write(OutputStream out, Descriptor root) throws IOException {
            if (docker) {
                DockerArchive.write(out, layout, List.of(new NamedDescriptor(name.map(ToArchive::fullName),
                        onlyImage(layout, root))));
            } else {
                OciArchive.write(out, layout, List.of(entry(name, root)));
            }
        }

        /** A full name is written as BuildKit and containerd write it; a tag, or a short name, as it is. */
        private static NamedDescriptor entry(Optional<String> name, Descriptor root) {
            Optional<Reference> full = name.filter(text -> text.contains("/")).flatMap(ToArchive::reference);
            Optional<Tag> tag = full.flatMap(Reference::tag);
            if (tag.isEmpty()) {
                return new NamedDescriptor(name, root);
            }
            Map<String, String> annotations = new LinkedHashMap<>(root.annotations());
            annotations.put(Annotations.CONTAINERD_IMAGE_NAME, full.get().toString());
            return new NamedDescriptor(tag.get().value(), root.withAnnotations(annotations));
        }

        private static Optional<Reference> reference(String text) {
            try {
                return Optional.of(Place.reference(text)).filter(one -> one.digest().isEmpty());
            } catch (UsageException _) {
                return Optional.empty();
            }
        }

        /** A file appears by itself. */
        @Override
        Optional<TagMoves.Move> move(Descriptor root) {
            return Optional.empty();
        }

        private static String fullName(String text) {
            try {
                return Place.reference(text).familiar();
            } catch (UsageException _) {
                return text;
            }
        }

        /** The format has no indexes. */
        private static Descriptor onlyImage(ImageSource source, Descriptor root) throws IOException {
            if (!(source.fetchManifest(root.digest()).parse() instanceof ImageIndex index)) {
                return root;
            }
            List<Descriptor> images = index.manifests().stream().filter(entry -> !entry.isAttachment()).toList();
            if (images.size() != 1) {
                throw new UsageException(
                        "docker-archive: expected an image for one platform, found %d; choose one with --platform, or use oci-archive:"
                                .formatted(images.size()));
            }
            return images.getFirst();
        }

        @Override
        public void close() throws IOException {
            layout.close();
            TemporaryDirectories.delete(directory);
        }
    }
}
