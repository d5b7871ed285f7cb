package dev.anyarch.cli;

import dev.anyarch.runtime.Attachment;
import java.io.IOException;

/** What becomes of the signals of this process: they are the program's, and so is the size of the terminal. */
record RunSignals(Attachment attachment) implements SignalRelay.Receiver {

    @Override
    public void receive(String name, int number) {
        if (!name.equals("WINCH")) {
            attachment.signal(number);
            return;
        }
        try {
            attachment.resized();
        } catch (IOException | InterruptedException _) {
            return; // the program has the size that it had
        }
    }
}
