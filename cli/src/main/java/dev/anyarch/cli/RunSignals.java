package dev.anyarch.cli;

import dev.anyarch.runtime.Attachment;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What becomes of the signals of this process: they are the program's, and so is the size of the terminal.
 *
 * @param stopSignal that the program gets when this process is asked to end (TERM)
 */
record RunSignals(Attachment attachment, int stopSignal) implements SignalRelay.Receiver {
    static final int TERM = 15;
    private static final Map<String, Integer> NUMBERS = Map.ofEntries(Map.entry("HUP", 1), Map.entry("INT", 2),
            Map.entry("QUIT", 3), Map.entry("ABRT", 6), Map.entry("KILL", 9), Map.entry("USR1", 10), Map.entry("USR2",
                    12),
            Map.entry("ALRM", 14), Map.entry("TERM", TERM), Map.entry("WINCH", 28), Map.entry("PWR", 30), Map.entry(
                    "RTMIN+3", 37));
    private static final int LAST = 64;

    /** The number of a signal that is written as a number or a name; absent for what is none. */
    static OptionalInt number(String text) {
        if (text.matches("\\d{1,2}")) {
            int number = Integer.parseInt(text);
            return number >= 1 && number <= LAST ? OptionalInt.of(number) : OptionalInt.empty();
        }
        Integer number = NUMBERS.get(text.startsWith("SIG") ? text.substring("SIG".length()) : text);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    @Override
    public void receive(String name, int number) {
        if (!name.equals("WINCH")) {
            attachment.signal(name.equals("TERM") ? stopSignal : number);
            return;
        }
        try {
            attachment.resized();
        } catch (IOException | InterruptedException _) {
            return; // the program has the size that it had
        }
    }
}
