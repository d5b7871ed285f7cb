package dev.anyarch.operations.copy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.operations.copy.CopyListener.Outcome;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Gets blobs from one place to another with as few requests as it takes; safe for several threads. */
final class BlobMover {
    /** Large enough that the cost of a call does not show beside that of the bytes. */
    private static final int BUFFER_SIZE = 256 * 1024;

    private final ImageSource source;
    private final ImageStore target;
    private final Optional<RepositoryName> mountFrom;
    private final CopySettings settings;
    private final CopyListener listener;
    private final AtomicInteger moved = new AtomicInteger();
    private final AtomicInteger mounted = new AtomicInteger();
    private final AtomicInteger present = new AtomicInteger();
    private final AtomicInteger elsewhere = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    BlobMover(ImageSource source, ImageStore target, Optional<RepositoryName> mountFrom, CopySettings settings,
            CopyListener listener) {
        this.source = source;
        this.target = target;
        this.mountFrom = mountFrom;
        this.settings = settings;
        this.listener = listener;
    }

    void move(Descriptor blob) throws IOException, InterruptedException {
        Outcome outcome = outcome(blob);
        switch (outcome) {
            case MOVED -> moved.incrementAndGet();
            case MOUNTED -> mounted.incrementAndGet();
            case PRESENT -> present.incrementAndGet();
            case ELSEWHERE -> elsewhere.incrementAndGet();
        }
        listener.blob(blob, outcome);
    }

    CopyResult.BlobCounts counts() {
        return new CopyResult.BlobCounts(moved.get(), mounted.get(), present.get(), elsewhere.get(), bytes.get());
    }

    private Outcome outcome(Descriptor blob) throws IOException, InterruptedException {
        // A mount succeeds too when the blob is there already: one request instead of two.
        if (mountFrom.isPresent() && target.mount(blob.digest(), mountFrom.get())) {
            return Outcome.MOUNTED;
        }
        if (target.hasBlob(blob.digest())) {
            return Outcome.PRESENT;
        }
        Duration pause = settings.pause();
        for (int attempt = 1;; attempt++) {
            try {
                return transfer(blob) ? Outcome.MOVED : Outcome.ELSEWHERE;
            } catch (UnavailableException e) {
                if (attempt == settings.attempts()) {
                    throw e;
                }
                Thread.sleep(pause);
                pause = pause.multipliedBy(2);
            }
        }
    }

    private boolean transfer(Descriptor blob) throws IOException, InterruptedException {
        Optional<InputStream> content = open(blob);
        if (content.isEmpty()) {
            return false;
        }
        long count = 0;
        boolean committed = false;
        try (InputStream in = content.get(); BlobUpload upload = target.upload(blob)) {
            byte[] buffer = new byte[Math.clamp(blob.size(), 1, BUFFER_SIZE)];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while copying blob " + blob.digest());
                }
                upload.write(buffer, 0, read);
                count += read;
                listener.bytes(blob, read);
            }
            upload.commit(blob.digest());
            committed = true;
        } finally {
            if (committed) {
                bytes.addAndGet(count);
            } else if (count > 0) {
                listener.bytes(blob, -count);
            }
        }
        return true;
    }

    /** Empty when the source does not have the blob and its descriptor says where else to get it. */
    private Optional<InputStream> open(Descriptor blob) throws IOException {
        try {
            return Optional.of(source.openBlob(blob));
        } catch (NotFoundException e) {
            if (!blob.urls().isEmpty()) {
                return Optional.empty();
            }
            throw new NotFoundException("%s: expected blob %s (%d bytes), which is missing there".formatted(
                    source.location(), blob.digest(), blob.size()), e);
        }
    }
}
