package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.operations.graph.MissingPlatformException;
import dev.anyarch.store.DeniedException;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.PreconditionFailedException;
import dev.anyarch.store.RateLimitedException;
import dev.anyarch.store.UnavailableException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {

    static Stream<Arguments> exitCodes() {
        return Stream.of(Arguments.of(2, new UsageException("x")), Arguments.of(2, new IllegalArgumentException("x")),
                Arguments.of(3, new NotFoundException("x")), Arguments.of(3, new NoSuchFileException("x")),
                Arguments.of(4, new MissingPlatformException("copy", "linux/arm64",
                        List.of(Platform.parse("linux/amd64")))),
                Arguments.of(5, new DeniedException("x")),
                Arguments.of(6, new RateLimitedException("x", Optional.empty())),
                Arguments.of(7, new UnavailableException("x")), Arguments.of(7, new IOException("x")),
                Arguments.of(8, new InvalidContentException("x")),
                Arguments.of(9, new PreconditionFailedException("x")),
                Arguments.of(10, new CannotException("x")), Arguments.of(10, new AccessDeniedException("x")),
                Arguments.of(10, new IOException("No space left on device")),
                Arguments.of(70, new IllegalStateException("x")), Arguments.of(130, new InterruptedException()),
                Arguments.of(130, new InterruptedIOException("x")));
    }

    @ParameterizedTest
    @MethodSource("exitCodes")
    void everyFailureHasItsExitCode(int number, Throwable thrown) {
        assertThat(Failure.of(thrown).exit().number()).isEqualTo(number);
    }

    @Test
    void aFullDiskSaysWhereToMakeSpace() {
        IOException full = new IOException("No space left on device");
        assertThat(Failure.of(new IOException("/x/y: No space left on device")).message())
                .isEqualTo("/x/y: No space left on device; make space there and try again");
        assertThat(Failure.of(new UnavailableException("store:app: upload: full", full)).message())
                .contains("store:app: upload: full; ", "ANYARCH_HOME", "anyarch prune");
    }

    @Test
    void moreMemoryDoesNotHelpAgainstTooManyProcesses() {
        assertThat(Failure.of(new OutOfMemoryError("unable to create native thread: possibly out of memory")).message())
                .contains("ulimit -u", "pids.max")
                .doesNotContain("-Xmx");
        assertThat(Failure.of(new OutOfMemoryError("Java heap space")).message()).contains("-Xmx");
    }

    @Test
    void messagesAreOneLine() {
        assertThat(Failure.of(new UnavailableException("GET x:\n  502\r\n")).message()).isEqualTo("GET x: 502");
    }
}
