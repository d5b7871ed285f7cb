package dev.anyarch.model.platform;

import java.io.IOException;

/**
 * A value that costs a fetch and is asked for only when a rule needs it. Asking twice gives an equal answer.
 *
 * @param <T> what is read
 */
@FunctionalInterface
public interface Deferred<T> {

    T read() throws IOException;
}
