package dev.anyarch.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;

/**
 * Asks the mirrors in order and then the registry itself. Whatever a mirror fails with only means: ask the next; a mirror
 * that could not be reached is not asked again by this client.
 */
record MirroredReads(List<RemotePlace> mirrors, RemotePlace origin) {

    MirroredReads {
        mirrors = List.copyOf(mirrors);
    }

    /** A question to one place. */
    @FunctionalInterface
    interface Read<T> {
        T from(RemotePlace place) throws IOException;
    }

    <T> Optional<T> findByTag(Read<Optional<T>> read) throws IOException {
        return find(read, true);
    }

    <T> Optional<T> findByDigest(Read<Optional<T>> read) throws IOException {
        return find(read, false);
    }

    <T> T getByTag(Read<T> read) throws IOException {
        Optional<T> found = fromMirrors(place -> Optional.of(read.from(place)), true);
        return found.isPresent() ? found.get() : read.from(origin);
    }

    <T> T getByDigest(Read<T> read) throws IOException {
        Optional<T> found = fromMirrors(place -> Optional.of(read.from(place)), false);
        return found.isPresent() ? found.get() : read.from(origin);
    }

    private <T> Optional<T> find(Read<Optional<T>> read, boolean byTag) throws IOException {
        Optional<T> found = fromMirrors(read, byTag);
        return found.isPresent() ? found : read.from(origin);
    }

    private <T> Optional<T> fromMirrors(Read<Optional<T>> read, boolean byTag) throws IOException {
        for (RemotePlace mirror : mirrors) {
            if (mirror.caller().isUnreachable() || byTag && mirror.endpoint().digestsOnly()) {
                continue;
            }
            try {
                Optional<T> found = read.from(mirror);
                if (found.isPresent()) {
                    return found;
                }
            } catch (InterruptedIOException e) {
                if (!(e instanceof SocketTimeoutException)) {
                    throw e;
                }
            } catch (IOException e) {
                // a mirror is only a shortcut: the next place has it or tells what is wrong
            }
        }
        return Optional.empty();
    }
}
