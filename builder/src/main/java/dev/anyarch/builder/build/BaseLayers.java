package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.LayerLists;
import dev.anyarch.content.Compression;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.runtime.LayerArchive;
import dev.anyarch.runtime.LayerSource;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.ImageStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** The layers of base images: brought into the target store and indexed, each once. For several threads. */
final class BaseLayers {
    private final Optional<ImageStore> target;
    private final ImageSource local;
    private final Scratch scratch;
    private final Optional<LayerLists> lists;
    private final Once<Digest, Digest> copies = new Once<>();
    private final Once<Digest, List<LayerEntry>> indexes = new Once<>();

    BaseLayers(ImageStore target, Scratch scratch) {
        this(target, target, scratch, Optional.empty());
    }

    /**
     * @param local where the layers of the build are, which are read from there
     * @param lists of what is in layers, from earlier builds
     */
    BaseLayers(ImageStore target, ImageStore local, Scratch scratch, Optional<LayerLists> lists) {
        this(Optional.of(target), local, scratch, lists);
    }

    private BaseLayers(Optional<ImageStore> target, ImageSource local, Scratch scratch,
            Optional<LayerLists> lists) {
        this.target = target;
        this.local = local;
        this.scratch = scratch;
        this.lists = lists;
    }

    /** Layers that stay where they are. */
    static BaseLayers in(ImageSource source, Scratch scratch, LayerLists lists) {
        return new BaseLayers(Optional.empty(), source, scratch, Optional.of(lists));
    }

    /** Where a layer is read. */
    @FunctionalInterface
    interface Opening {
        InputStream open() throws IOException;
    }

    /** Makes a layer part of the target store. */
    void copy(Descriptor layer, Opening source) throws IOException, InterruptedException {
        ImageStore store = target.orElseThrow();
        copies.get(layer.digest(), () -> {
            if (!store.hasBlob(layer.digest())) {
                try (InputStream in = source.open(); BlobUpload upload = store.upload(layer)) {
                    in.transferTo(upload.stream());
                    upload.commit(layer.digest());
                }
            }
            return layer.digest();
        });
    }

    /** What is in a layer, in its order. */
    List<LayerEntry> index(ImageSource source, Descriptor layer) throws IOException, InterruptedException {
        return indexes.get(layer.digest(), () -> {
            StoredLayer archive = new StoredLayer(place(source, layer), layer, scratch);
            Optional<List<LayerEntry>> known = known(archive);
            if (known.isPresent()) {
                return known.get();
            }
            try (InputStream expanded = archive.expand()) {
                return read(archive, expanded, (_, _) -> {});
            }
        });
    }

    /** What is in a layer, when that was listed before. */
    Optional<List<LayerEntry>> findIndex(ImageSource source, Descriptor layer) throws IOException {
        return known(new StoredLayer(place(source, layer), layer, scratch));
    }

    /**
     * What is in a layer, which is read for it.
     *
     * @param diffId what the expanded layer is said to have; checked at the end
     * @param consumer given each entry with its content
     */
    List<LayerEntry> read(ImageSource source, Descriptor layer, Digest diffId, LayerSource.EntryConsumer consumer)
            throws IOException {
        StoredLayer archive = new StoredLayer(place(source, layer), layer, scratch);
        try (InputStream expanded = new DiffIdInputStream(archive.expand(), diffId, archive.subject())) {
            return read(archive, expanded, consumer);
        }
    }

    private List<LayerEntry> read(StoredLayer archive, InputStream expanded, LayerSource.EntryConsumer consumer)
            throws IOException {
        List<LayerEntry> entries = SpooledArchive.index(expanded, archive, archive.subject(), consumer);
        // what follows the archive's end belongs to the blob, whose digest is checked at its end
        expanded.transferTo(OutputStream.nullOutputStream());
        remember(archive.digest(), entries);
        return entries;
    }

    private Optional<List<LayerEntry>> known(StoredLayer archive) throws IOException {
        Optional<byte[]> list = lists.isPresent() ? lists.get().find(archive.digest()) : Optional.empty();
        return list.flatMap(bytes -> LayerList.read(bytes, archive));
    }

    private void remember(Digest layer, List<LayerEntry> entries) throws IOException {
        Optional<byte[]> list = lists.isPresent() ? LayerList.write(entries) : Optional.empty();
        if (list.isPresent()) {
            lists.get().put(layer, list.get());
        }
    }

    /**
     * The same with its content, from front to back.
     *
     * @param diffId what the expanded layer is said to have; checked at the end
     */
    LayerSource content(ImageSource source, Descriptor layer, Digest diffId) {
        return consumer -> {
            StoredLayer archive = new StoredLayer(place(source, layer), layer, scratch);
            try (InputStream expanded = new DiffIdInputStream(archive.expand(), diffId, archive.subject())) {
                LayerArchive.of(expanded).forEach(consumer);
            }
        };
    }

    private ImageSource place(ImageSource source, Descriptor layer) throws IOException {
        return target.isPresent() && !source.equals(local) && target.get().hasBlob(layer.digest())
                ? target.get()
                : source;
    }

    /** A layer in a store, spooled when its content is asked for. */
    private static final class StoredLayer implements FileContent.Archive {
        private final ImageSource source;
        private final Descriptor layer;
        private final Scratch scratch;
        private final Once<Digest, SpooledArchive> spool = new Once<>();

        StoredLayer(ImageSource source, Descriptor layer, Scratch scratch) {
            this.source = source;
            this.layer = layer;
            this.scratch = scratch;
        }

        String subject() {
            return "%s, layer %s".formatted(source.location(), layer.digest());
        }

        InputStream expand() throws IOException {
            InputStream in = new BufferedInputStream(source.openBlob(layer));
            try {
                return BuildLimits.EXPANSION.expand(in, Compression.detect(in), subject());
            } catch (IOException e) {
                in.close();
                throw e;
            }
        }

        @Override
        public Digest digest() {
            return layer.digest();
        }

        @Override
        public InputStream open(long offset, long size) throws IOException {
            try {
                return spool.get(layer.digest(), () -> {
                    try (InputStream expanded = expand()) {
                        return SpooledArchive.spool(expanded, scratch.newFile());
                    }
                }).open(offset, size);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException(e.getMessage());
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof FileContent.Archive that && digest().equals(that.digest());
        }

        @Override
        public int hashCode() {
            return digest().hashCode();
        }
    }
}
