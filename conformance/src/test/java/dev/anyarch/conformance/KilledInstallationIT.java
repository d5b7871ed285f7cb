package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A build that is killed while apt is at work, which has processes of several users: they end with it, or where they cannot, with
 * the next command.
 */
@EnabledIfEnvironmentVariable(named = "ANYARCH_REQUIRE_INTEROP", matches = "1", disabledReason = "takes minutes; set ANYARCH_REQUIRE_INTEROP=1")
final class KilledInstallationIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"root, false, ''", "chroot, true, chroot", "userns, false, userns",
        "userns-single, false, userns-single"})
    void leavesNothing(String rung, boolean endsLater, String below) throws IOException, InterruptedException {
        String mark = "ANYARCH_TEST=" + UUID.randomUUID();
        try (DebianRegistry debian = DebianRegistry.start(); OrdinaryUser user = OrdinaryUser.create(true)) {
            boolean isRoot = rung.equals("root") || rung.equals("chroot");
            Path home = isRoot ? directory : user.home();
            debian.mirrorFor(home);
            Files.createDirectory(directory.resolve("context"));
            Files.writeString(directory.resolve("context/Dockerfile"), """
                FROM debian:bookworm
                ENV %s
                RUN apt-get update && sleep 1000
                """.formatted(mark));
            Path context = isRoot ? directory.resolve("context") : user.give(directory.resolve("context"), "context");
            Anyarch anyarch = (isRoot ? new Anyarch(home) : user.anyarch()).within(LIMIT)
                    .with("ANYARCH_EXECUTOR", rung);
            Process build = anyarch.startInForeground("build", "-t", "app:1", context.toString());
            try {
                Await.until(LIMIT, "apt downloads", () -> has(mark, "/usr/lib/apt/methods/"));
            } finally {
                build.destroyForcibly().waitFor();
            }
            if (!endsLater) {
                Await.until(LIMIT, "everything is gone", () -> !has(mark, ""));
            }
            Files.writeString(context.resolve("Dockerfile"), "FROM debian:bookworm\nRUN true\n");
            anyarch.output("build", "-t", "app:1", context.toString());
            assertThat(has(mark, "")).as("processes are left").isFalse();
            assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(home.toString());
            try (Stream<Path> left = Files.list(home.resolve("store/runtime").resolve(below).resolve("work"))) {
                assertThat(left).isEmpty();
            }
            Program.require("rm", "coreutils").output("-rf", home.resolve("store").toString());
        }
    }

    /** Whether there is a process with this variable whose command contains {@code text}. */
    private static boolean has(String mark, String text) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            List<Path> found = processes.filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> read(process.resolve("environ")).contains(mark))
                    .toList();
            return found.stream().anyMatch(process -> read(process.resolve("cmdline")).contains(text));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return ""; // gone meanwhile
        }
    }
}
