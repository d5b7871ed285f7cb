package dev.anyarch.cli;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.platform.Engine;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.platform.Selection;
import dev.anyarch.model.platform.SelectionRequest;
import dev.anyarch.operations.resolve.PlatformResolution;
import dev.anyarch.store.NotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs the example's program for every platform that this machine can execute, itself or emulated. */
record QuickstartPrograms(Session session, List<Platform> platforms) {
    private static final int SECONDS = 20;

    void run(Found hello) throws IOException, InterruptedException {
        Emulators emulators = new Emulators(Host.platform(), session.environment().variable("PATH").orElse(""));
        Path directory = Files.createTempDirectory("anyarch-quickstart-");
        try {
            for (Platform platform : platforms) {
                Path program = directory.resolve(platform.toString().replace('/', '-'));
                Extraction.entrypoint(hello.source(), resolve(hello, platform), program);
                Optional<List<String>> prefix = emulators.prefix(platform);
                String outcome = prefix.isPresent()
                        ? execute(prefix.get(), program)
                        : "not run: no emulator on PATH (qemu-user-static has them)";
                session.console().print("   %-15s %s".formatted(platform, outcome));
            }
        } finally {
            TemporaryDirectories.delete(directory);
        }
    }

    private static Descriptor resolve(Found hello, Platform platform) throws IOException {
        Selection selection = PlatformResolution.resolve(hello.source(), hello.root(), hello.place().toString(),
                SelectionRequest.of(platform), List.of(Engine.COMPAT)).selections().values().iterator().next();
        Optional<Descriptor> image = selection.digest().isPresent()
                ? hello.source().resolve(selection.digest().get())
                : Optional.empty();
        return image.orElseThrow(() -> new NotFoundException("%s for %s: %s".formatted(hello.place(), platform,
                selection.why())));
    }

    private static String execute(List<String> prefix, Path program) throws InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add(program.toString());
        String how = prefix.isEmpty() ? "natively" : "with " + Path.of(prefix.getFirst()).getFileName();
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "did not end within %d s, %s".formatted(SECONDS, how);
            }
            return process.exitValue() == 0
                    ? "\"%s\"   %s".formatted(text, how)
                    : "exit code %d, %s: %s".formatted(process.exitValue(), how, text);
        } catch (IOException e) {
            return "cannot be executed %s: %s".formatted(how, e.getMessage());
        }
    }
}
