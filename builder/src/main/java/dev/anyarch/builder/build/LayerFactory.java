package dev.anyarch.builder.build;

import dev.anyarch.content.Compression;
import dev.anyarch.content.LayerWriter;
import dev.anyarch.content.TarType;
import dev.anyarch.content.WrittenLayer;
import dev.anyarch.executables.ExecutableScan;
import dev.anyarch.model.Digest;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

/** Writes layers into the target store, equal ones once, and notes what is executable in them. For several threads. */
final class LayerFactory {
    private final ImageStore target;
    private final Compression compression;
    private final Semaphore processors = new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()));
    private final Once<List<LayerEntry>, Layer> layers = new Once<>();
    private final ConcurrentMap<Digest, List<FoundExecutable>> executables = new ConcurrentHashMap<>();

    LayerFactory(ImageStore target, Compression compression) {
        this.target = target;
        this.compression = compression;
    }

    Layer write(List<LayerEntry> entries) throws IOException, InterruptedException {
        return layers.get(entries, () -> {
            processors.acquire();
            try {
                return upload(entries);
            } finally {
                processors.release();
            }
        });
    }

    /** What a layer that was written here has for some machines and not for others. */
    List<FoundExecutable> executables(Layer layer) {
        return executables.getOrDefault(layer.diffId(), List.of());
    }

    private Layer upload(List<LayerEntry> entries) throws IOException {
        try (BlobUpload upload = target.upload();
                LayerWriter writer = new LayerWriter(upload.stream(), compression)) {
            List<FoundExecutable> found = new ArrayList<>();
            for (LayerEntry entry : entries) {
                if (entry.header().type() == TarType.FILE) {
                    ExecutableScan scan = new ExecutableScan();
                    try (InputStream content = scan.observe(entry.content().open())) {
                        writer.add(entry.header(), content);
                    }
                    scan.result()
                            .filter(executable -> executable.isLoadable() && !executable.platforms().isEmpty())
                            .map(executable -> new FoundExecutable(entry.header().path(), executable))
                            .ifPresent(found::add);
                } else {
                    writer.add(entry.header());
                }
            }
            WrittenLayer written = writer.finish();
            upload.commit(written.descriptor().digest());
            executables.put(written.diffId(), List.copyOf(found));
            return new Layer(written.descriptor(), written.diffId());
        }
    }
}
