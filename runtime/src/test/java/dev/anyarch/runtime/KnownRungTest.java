package dev.anyarch.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class KnownRungTest {
    private static final Account ROOT = new Account("root", 0, 0, -1);
    private static final Account USER = new Account("user", 1000, 1000, 0);

    @TempDir
    private Path directory;
    private Path program = Path.of("");

    @BeforeEach
    void makeAProgram() throws IOException {
        program = Files.writeString(Files.createDirectory(directory.resolve("bin")).resolve("crun"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void theBestThatWorksIsRememberedForItsUser() {
        assertThat(known(ROOT).isKnown(Rung.ROOT)).isFalse();
        known(ROOT).remember(Rung.ROOT);
        assertThat(known(ROOT).known()).contains(Rung.ROOT);
        assertThat(known(USER).known()).isEmpty();
        assertThat(known(ROOT).isKnown(Rung.CHROOT)).isFalse();
        assertThat(known(USER).isKnown(Rung.USER_NAMESPACE)).isFalse();
        known(USER).remember(Rung.USER_NAMESPACE);
        assertThat(known(USER).isKnown(Rung.USER_NAMESPACE)).isTrue();
    }

    @Test
    void aWorseOneIsNot() {
        known(ROOT).remember(Rung.CHROOT);
        assertThat(known(ROOT).isKnown(Rung.CHROOT)).isFalse();
        assertThat(known(ROOT).isKnown(Rung.ROOT)).isFalse();
    }

    @Test
    void anotherProgramMakesItUnknown() throws IOException {
        known(ROOT).remember(Rung.ROOT);
        Files.delete(program);
        assertThat(known(ROOT).isKnown(Rung.ROOT)).isFalse();
    }

    @Test
    void anotherProgramBehindALinkMakesItUnknown() throws IOException {
        Path real = Files.move(program, directory.resolve("crun-1"));
        Files.createSymbolicLink(program, real);
        known(ROOT).remember(Rung.ROOT);
        assertThat(known(ROOT).isKnown(Rung.ROOT)).isTrue();
        Files.delete(real);
        Files.copy(Path.of("/bin/sh"), real);
        assertThat(known(ROOT).isKnown(Rung.ROOT)).isFalse();
    }

    @Test
    void whatDidNotWorkIsForgotten() throws IOException {
        known(ROOT).remember(Rung.ROOT);
        known(ROOT).forget();
        assertThat(known(ROOT).isKnown(Rung.ROOT)).isFalse();
        known(ROOT).forget();
    }

    @Test
    void nothingStaysOfWhatCannotBeWritten() throws IOException {
        Files.createDirectories(directory.resolve("rung/full"));
        known(ROOT).remember(Rung.ROOT);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).extracting(path -> path.getFileName() + "").containsExactlyInAnyOrder("bin", "rung");
        }
    }

    @Test
    void itIsForgottenAfterAWhileAndWhenTheClockGoesBack() throws IOException {
        known(ROOT).remember(Rung.ROOT);
        for (Duration late : List.of(Duration.ofMinutes(11), Duration.ofMinutes(-1))) {
            Files.setLastModifiedTime(directory.resolve("rung"), FileTime.from(Instant.now().minus(late)));
            assertThat(known(ROOT).isKnown(Rung.ROOT)).as(late.toString()).isFalse();
        }
    }

    private KnownRung known(Account account) {
        return new KnownRung(directory, new SearchPath(List.of(directory.resolve("bin"))), account);
    }
}
