package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A QEMU of this machine for the programs of another architecture.
 *
 * @param program where it is
 * @param version as it says; empty when it does not
 */
record Emulator(Machine machine, Path program, String version) {
    private static final int TAKES_NAMES_FROM_KERNEL = 6;

    /** On the path, the static one first: the other needs libraries that no image has. */
    static Optional<Emulator> find(SearchPath path, Machine machine) throws InterruptedException {
        Optional<Path> found = Stream.of(name(machine) + "-static", name(machine))
                .flatMap(name -> path.find(name).stream())
                .findFirst();
        return found.isPresent()
                ? Optional.of(new Emulator(machine, found.get(), version(found.get())))
                : Optional.empty();
    }

    static String name(Machine machine) {
        return "qemu-" + machine.emulator();
    }

    /** Name and version. */
    String text() {
        return version.isEmpty() ? name(machine) : name(machine) + " " + version;
    }

    /** What a program says after the word version; empty when it is not there any more, or says nothing. */
    static String version(Path program) throws InterruptedException {
        try {
            // registered under names that change what it does; the file itself has the usual one
            Process process = ChildProcess.small(List.of(program.toRealPath().toString(), "--version"));
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            List<String> words = List.of(text.lines().findFirst().orElse("").split(" ", -1));
            int version = words.indexOf("version");
            return version > 0 && version + 1 < words.size() ? words.get(version + 1) : "";
        } catch (IOException _) {
            return "";
        }
    }

    /**
     * How the kernel is told. {@code F}: it is opened now and need not be in the image; {@code C}: set-user-ID programs work;
     * {@code P}: programs see the name they were called by.
     */
    String registration() {
        String flags = keepsNames() ? "POCF" : "OCF";
        return ":anyarch-%s:M:0:%s:%s:%s:%s".formatted(machine.architecture(), escaped(machine.magic()),
                escaped(machine.mask()), program, flags);
    }

    private boolean keepsNames() {
        String major = version.split("\\.", -1)[0];
        return major.matches("\\d{1,4}") && Integer.parseInt(major) >= TAKES_NAMES_FROM_KERNEL;
    }

    private static String escaped(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte each : bytes) {
            text.append("\\x%02x".formatted(each));
        }
        return text.toString();
    }
}
