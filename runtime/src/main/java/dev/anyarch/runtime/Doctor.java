package dev.anyarch.runtime;

import dev.anyarch.model.platform.Platform;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells what this machine can execute, for this user, by trying everything; stays outside of user namespaces. For one thread.
 */
public final class Doctor {
    private final Path directory;
    private final SearchPath path;

    /**
     * @param directory as that of a {@link Ladder}
     * @param path where programs are looked for
     */
    public Doctor(Path directory, SearchPath path) {
        this.directory = directory;
        this.path = path;
    }

    /** All ways to execute, and how the known platforms are executed. */
    public MachineReport examine(Optional<Rung> forced) throws IOException, InterruptedException {
        List<RungFinding> rungs = new Ladder(directory, path).findings();
        Optional<Rung> chosen = rungs.stream()
                .filter(RungFinding::works)
                .map(RungFinding::rung)
                .filter(rung -> forced.isEmpty() || rung == forced.get())
                .findFirst();
        List<Platform> platforms = Machine.known()
                .stream()
                .flatMap(machine -> machine.architecture().equals("arm")
                        ? Stream.of("arm/v7", "arm/v6")
                        : Stream.of(machine.architecture()))
                .map(name -> Platform.parse("linux/" + name))
                .toList();
        return new MachineReport(rungs, chosen, chosen.isPresent()
                ? executions(chosen.get(), platforms)
                : platforms.stream()
                        .map(platform -> new MachineReport.PlatformFinding(platform, Optional.empty(),
                                Optional.of("no way to execute anything")))
                        .toList());
    }

    /** How these platforms would be executed by the first rung that works; why not, when none does. */
    public List<MachineReport.PlatformFinding> executions(Optional<Rung> forced, List<Platform> platforms)
            throws IOException, InterruptedException {
        try {
            return executions(new Ladder(directory, path).choose(forced), platforms);
        } catch (CannotExecuteException e) {
            return platforms.stream()
                    .map(platform -> new MachineReport.PlatformFinding(platform, Optional.empty(),
                            Optional.of(String.valueOf(e.getMessage()))))
                    .toList();
        }
    }

    private List<MachineReport.PlatformFinding> executions(Rung rung, List<Platform> platforms)
            throws IOException, InterruptedException {
        List<MachineReport.PlatformFinding> findings = new ArrayList<>();
        try (Workspace workspace = rung.isInNamespace()
                ? Workspace.openOutside(rung.directory(directory))
                : Workspace.open(rung.directory(directory));
                Inside inside = inside(rung);
                PrivateEmulators emulators = new PrivateEmulators(workspace, path, inside::make)) {
            ExecutionProbe probe = new ExecutionProbe(workspace, path, emulators, inside.entry(), rung.ways(),
                    System.getProperty("os.arch", ""));
            for (Platform platform : platforms) {
                findings.add(finding(probe, platform));
            }
        }
        return findings;
    }

    private static MachineReport.PlatformFinding finding(ExecutionProbe probe, Platform platform)
            throws IOException, InterruptedException {
        try {
            return new MachineReport.PlatformFinding(platform, Optional.of(probe.of(platform.normalized())),
                    Optional.empty());
        } catch (CannotExecuteException e) {
            return new MachineReport.PlatformFinding(platform, Optional.empty(),
                    Optional.of(String.valueOf(e.getMessage()).replaceFirst("^\\S+: ", "")));
        }
    }

    private Inside inside(Rung rung) throws IOException, InterruptedException {
        return rung.isInNamespace()
                ? new Inside(path, Optional.of(new RungProbe(directory, path, Account.read()).make(rung)))
                : new Inside(path, Optional.empty());
    }

    /** The namespace of a rung, entered by what is started and not by this process. */
    private record Inside(SearchPath path, Optional<UserNamespace> namespace) implements Closeable {

        UserNamespace make() throws IOException, InterruptedException {
            return namespace.isPresent() ? namespace.get() : UserNamespace.same(path);
        }

        List<String> entry() throws CannotExecuteException {
            return namespace.isPresent() ? namespace.get().prefix() : List.of();
        }

        @Override
        public void close() {
            namespace.ifPresent(UserNamespace::close);
        }
    }
}
