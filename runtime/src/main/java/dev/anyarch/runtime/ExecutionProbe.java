package dev.anyarch.runtime;

import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** Finds out how this machine executes a platform: by what the kernel has registered, and by trying. For several threads. */
final class ExecutionProbe {
    private final Workspace workspace;
    private final Platform host;

    ExecutionProbe(Workspace workspace, String architecture) {
        this.workspace = workspace;
        this.host = Platform.parse("linux/" + architecture);
    }

    /**
     * How it executes {@code platform}.
     *
     * @throws CannotExecuteException when it does not, with the way out
     */
    Execution of(Platform platform) throws IOException, InterruptedException {
        if (platform.normalized().architecture().equals(host.normalized().architecture())) {
            return new Execution.Native(Optional.empty());
        }
        Machine machine = Machine.of(platform)
                .orElseThrow(() -> new CannotExecuteException(
                        "%s: nothing is known of this architecture, neither here nor of an emulator".formatted(
                                platform)));
        byte[] program = machine.probe();
        Optional<Registration> registration = Registration.read(Registration.HOST)
                .stream()
                .filter(known -> known.matches(program))
                .findFirst();
        if (registration.isPresent()) {
            return emulated(platform, machine, registration.get());
        }
        if (runs(program)) {
            return new Execution.Native(machine.bits() == 32 ? Optional.of("LINUX32") : Optional.empty());
        }
        throw new CannotExecuteException(("%s: this machine is %s, and its kernel has no emulator for %s: "
                + "apt install qemu-user-static registers one (qemu-%s); see /proc/sys/fs/binfmt_misc").formatted(
                        platform, host, machine.architecture(), machine.emulator()));
    }

    private static Execution emulated(Platform platform, Machine machine, Registration registration)
            throws IOException, InterruptedException {
        if (!registration.worksInContainers()) {
            throw new CannotExecuteException(("%s: the kernel's emulator %s (%s) is registered without the flag F, so "
                    + "containers do not have it; register it anew with F, as qemu-user-static does").formatted(
                            platform, registration.name(), registration.interpreter()));
        }
        return new Execution.Emulated(version(Path.of(registration.interpreter()), machine),
                Machine.processor(platform));
    }

    private static String version(Path interpreter, Machine machine) throws InterruptedException {
        String name = "qemu-" + machine.emulator();
        try {
            // registered under names that change what it does; the file itself has the usual one
            Process process = new ProcessBuilder(interpreter.toRealPath().toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            List<String> words = List.of(text.lines().findFirst().orElse("").split(" ", -1));
            int version = words.indexOf("version");
            return version > 0 && version + 1 < words.size() ? name + " " + words.get(version + 1) : name;
        } catch (IOException _) {
            return name; // it is open in the kernel, and need not be there any more
        }
    }

    private boolean runs(byte[] program) throws IOException, InterruptedException {
        Path directory = workspace.newDirectory();
        try {
            Path file = Files.write(directory.resolve("probe"), program);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
            return new ProcessBuilder(file.toString()).start().waitFor() == 0;
        } catch (IOException _) {
            return false; // exec format error
        } finally {
            workspace.removeDirectory(directory);
        }
    }
}
