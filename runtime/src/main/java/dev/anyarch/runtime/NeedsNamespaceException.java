package dev.anyarch.runtime;

import java.io.IOException;

/**
 * The way to execute that was chosen needs this whole process in a user namespace, which only a new one can be. Whoever owns
 * the process ends what it is doing, and {@linkplain Ladder#enter begins it anew} there.
 */
public final class NeedsNamespaceException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Rung rung;

    public NeedsNamespaceException(Rung rung) {
        super("executing %s needs the process to be in it".formatted(rung.title()));
        this.rung = rung;
    }

    public Rung rung() {
        return rung;
    }
}
