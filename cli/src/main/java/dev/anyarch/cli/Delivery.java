package dev.anyarch.cli;

import dev.anyarch.content.NamedOutputStream;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.archive.DockerArchive;
import dev.anyarch.store.archive.OciArchive;
import dev.anyarch.store.layout.NamedDescriptor;
import dev.anyarch.store.layout.OciLayout;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * An image on its way to a place. To most places it goes directly; an archive has to be written in one go, so its content
 * is collected in a layout beside it first. For one thread.
 */
abstract sealed class Delivery implements Closeable {

    /** Where the content goes. */
    abstract ImageStore store();

    /** What the image is called there. */
    abstract List<Tag> tags();

    /** Everything is in {@link #store}: makes it visible. */
    abstract void complete(Descriptor root) throws IOException;

    /** To a place that is a store itself, which closes with the {@link Places}. */
    static final class Direct extends Delivery {
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
        void complete(Descriptor root) {}

        @Override
        public void close() {}
    }

    /** To a file. */
    static final class ToArchive extends Delivery {
        private final Path file;
        private final Optional<String> name;
        private final boolean docker;
        private final Path directory;
        private final OciLayout layout;

        /**
         * @param docker whether the archive is one for {@code docker load}
         */
        ToArchive(Path file, Optional<String> name, boolean docker) throws IOException {
            this.file = file.toAbsolutePath();
            this.name = name;
            this.docker = docker;
            Path parent = Optional.ofNullable(this.file.getParent()).orElse(this.file);
            this.directory = TemporaryDirectories.create(parent, ".anyarch-");
            this.layout = OciLayout.create(directory.resolve("layout"));
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
            Path part = directory.resolve("archive");
            try (OutputStream out = new BufferedOutputStream(NamedOutputStream.open(part))) {
                if (docker) {
                    DockerArchive.write(out, layout, List.of(new NamedDescriptor(name.map(ToArchive::fullName),
                            onlyImage(layout, root))));
                } else {
                    OciArchive.write(out, layout, List.of(new NamedDescriptor(name, root)));
                }
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
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
