package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.runtime.LayerSource;
import dev.anyarch.store.StoreException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;

/**
 * The image that a stage begins with or copies from, and the instruction that names it: its layers are read late, and that one
 * cannot be read is told there. For several threads.
 */
final class StageBase {
    private final SourceLocation at;
    private final BaseImage image;
    private final BaseLayers layers;

    StageBase(SourceLocation at, BaseImage image, BaseLayers layers) {
        this.at = at.at(image.reference());
        this.image = image;
        this.layers = layers;
    }

    /** How many layers it has. */
    int height() {
        return image.manifest().layers().size();
    }

    /** Makes all layers part of the target store. */
    void copy() throws IOException, InterruptedException {
        for (Descriptor layer : image.manifest().layers()) {
            layers.copy(layer, () -> open(layer));
        }
    }

    /** What is in a layer, in its order. */
    List<LayerEntry> index(int layer) throws IOException, InterruptedException {
        try {
            return layers.index(image.source(), image.manifest().layers().get(layer));
        } catch (StoreException | InvalidContentException e) {
            throw told(e);
        }
    }

    /**
     * The same with its content, from front to back.
     *
     * @param diffId what the expanded layer is said to have; checked at the end
     */
    LayerSource content(int layer, Digest diffId) {
        LayerSource content = layers.content(image.source(), image.manifest().layers().get(layer), diffId);
        return consumer -> {
            try {
                content.forEach(consumer);
            } catch (StoreException | InvalidContentException e) {
                throw told(e);
            }
        };
    }

    /** Whoever copies it sees from the failure whether it could not be read, or not be written where it goes. */
    private InputStream open(Descriptor layer) throws IOException {
        InputStream opened;
        try {
            opened = image.source().openBlob(layer);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw told(e);
        }
        return new FilterInputStream(opened) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                try {
                    return super.read(bytes, offset, length);
                } catch (InterruptedIOException e) {
                    throw e;
                } catch (IOException e) {
                    throw told(e);
                }
            }
        };
    }

    private BaseImageException told(IOException failure) {
        return failure instanceof BaseImageException known
                ? known
                : new BaseImageException(at, image.reference(), failure);
    }
}
