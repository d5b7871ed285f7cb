package dev.anyarch.runtime;

import java.io.File;
import org.jspecify.annotations.Nullable;

/**
 * A program that has the standard streams of this process as they are, so that not a byte passes through here, and gets the
 * signals that this process passes on. For several threads.
 */
public final class Attachment {
    private final boolean hasInput;
    private @Nullable Process process;
    private Starter.Start.Receiver receiver = Starter.Start.Receiver.ITSELF;

    /** @param hasInput whether it also reads the standard input; otherwise there is nothing to read */
    public Attachment(boolean hasInput) {
        this.hasInput = hasInput;
    }

    void redirect(ProcessBuilder builder) {
        builder.inheritIO();
        if (!hasInput) {
            builder.redirectInput(new File("/dev/null"));
        }
    }

    synchronized void started(Process newProcess, Starter.Start.Receiver newReceiver) {
        process = newProcess;
        receiver = newReceiver;
    }

    /**
     * Sends a signal to the program; nothing happens when it is over. An OCI runtime, which is the only child of the
     * process that holds the namespaces, passes it on; without one nothing has begun, and all of it is ended.
     */
    public synchronized void signal(int number) {
        Process known = process;
        if (known == null || !known.isAlive()) {
            return;
        }
        if (receiver == Starter.Start.Receiver.ITSELF) {
            Libc.call("kill", known.pid(), number);
            return;
        }
        known.children()
                .findFirst()
                .ifPresentOrElse(runtime -> Libc.call("kill", runtime.pid(), number), known::destroyForcibly);
    }
}
