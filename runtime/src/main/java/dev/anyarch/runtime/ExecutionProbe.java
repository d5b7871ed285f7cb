package dev.anyarch.runtime;

import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out how this machine executes a platform, by trying: itself; by an emulator that is registered for this process alone;
 * by one that is registered on the machine. For several threads.
 */
final class ExecutionProbe {
    private final Workspace workspace;
    private final SearchPath path;
    private final PrivateEmulators emulators;
    private final List<String> entry;
    private final Set<Execution.Way> ways;
    private final Platform host;

    /**
     * For one rung.
     *
     * @param entry what comes before a command, to execute it where programs of images are executed
     * @param ways those that emulators have to programs on this rung
     */
    ExecutionProbe(Workspace workspace, SearchPath path, PrivateEmulators emulators, List<String> entry,
            Set<Execution.Way> ways, String architecture) {
        this.workspace = workspace;
        this.path = path;
        this.emulators = emulators;
        this.entry = List.copyOf(entry);
        this.ways = Set.copyOf(ways);
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
        Optional<Registration> matching = Registration.read(Registration.HOST)
                .stream()
                .filter(known -> known.matches(program))
                .findFirst();
        Optional<Registration> registration = matching.filter(_ -> ways.contains(Execution.Way.REGISTERED));
        if (matching.isEmpty() && TinyProgram.runs(workspace, machine)) {
            return new Execution.Native(machine.bits() == 32 ? Optional.of("LINUX32") : Optional.empty());
        }
        if (registration.filter(Registration::keepsCredentials).isPresent() && works(machine)) {
            return registered(registration.get(), machine, platform);
        }
        List<String> reasons = new ArrayList<>();
        Optional<Emulator> emulator = Emulator.find(path, machine);
        if (emulator.isEmpty()) {
            reasons.add("there is no %s-static on PATH".formatted(Emulator.name(machine)));
        } else if (ways.contains(Execution.Way.TRACED)) {
            return emulated(emulator.get(), platform, Execution.Way.TRACED);
        } else if (ways.contains(Execution.Way.PRIVATE)) {
            Optional<String> obstacle = emulators.add(emulator.get());
            if (obstacle.isEmpty()) {
                return emulated(emulator.get(), platform, Execution.Way.PRIVATE);
            }
            reasons.add(obstacle.get());
        } else if (registration.isEmpty()) {
            throw new CannotExecuteException(
                    "%s: this machine is %s, and %s is not registered on it, which it has to be for this way to execute (chroot): apt install binfmt-support, as root of the machine"
                            .formatted(platform, host, emulator.get().text()));
        }
        if (registration.isPresent() && works(machine)) {
            return registered(registration.get(), machine, platform);
        }
        reasons.add(registration.isEmpty()
                ? "the machine has none registered"
                : "the machine's %s (%s) is not there in containers, for it is registered without the flag F".formatted(
                        registration.get().name(), registration.get().interpreter()));
        throw new CannotExecuteException("%s: this machine is %s, and has no emulator: %s. apt install "
                .formatted(platform, host, String.join("; ", reasons)) + "qemu-user-static brings one");
    }

    private static Execution emulated(Emulator emulator, Platform platform, Execution.Way way) {
        return new Execution.Emulated(emulator.text(), Machine.processor(platform), way, emulator.program());
    }

    private boolean works(Machine machine) throws IOException, InterruptedException {
        return TinyProgram.runs(workspace, path, entry, machine);
    }

    private static Execution registered(Registration registration, Machine machine, Platform platform)
            throws InterruptedException {
        String version = Emulator.version(Path.of(registration.interpreter()));
        return new Execution.Emulated(
                version.isEmpty() ? Emulator.name(machine) : Emulator.name(machine) + " " + version,
                Machine.processor(platform), Execution.Way.REGISTERED, Path.of(registration.interpreter()));
    }
}
