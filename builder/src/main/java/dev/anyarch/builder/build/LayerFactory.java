package dev.anyarch.builder.build;

import dev.anyarch.content.Compression;
import dev.anyarch.content.LayerWriter;
import dev.anyarch.content.TarType;
import dev.anyarch.content.WrittenLayer;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Writes layers into the target store, equal ones once. For several threads. */
final class LayerFactory {
    private final ImageStore target;
    private final Compression compression;
    private final Semaphore processors = new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()));
    private final Once<List<LayerEntry>, Layer> layers = new Once<>();

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

    private Layer upload(List<LayerEntry> entries) throws IOException {
        try (BlobUpload upload = target.upload();
                LayerWriter writer = new LayerWriter(upload.stream(), compression)) {
            for (LayerEntry entry : entries) {
                if (entry.header().type() == TarType.FILE) {
                    try (InputStream content = entry.content().open()) {
                        writer.add(entry.header(), content);
                    }
                } else {
                    writer.add(entry.header());
                }
            }
            WrittenLayer written = writer.finish();
            upload.commit(written.descriptor().digest());
            return new Layer(written.descriptor(), written.diffId());
        }
    }
}
