package dev.anyarch.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class FreeFilesTest {
    @Test
    void aKernelsOwnFileSystemHasNoNumber() throws IOException {
        assertThat(FreeFiles.of(Path.of("/proc"))).isEmpty();
    }

    @Test
    void memoryHasOneThatIsNotNegative() throws IOException {
        OptionalLong files = FreeFiles.of(Path.of("/dev/shm"));
        assertThat(files.orElse(1)).isPositive();
    }
}
