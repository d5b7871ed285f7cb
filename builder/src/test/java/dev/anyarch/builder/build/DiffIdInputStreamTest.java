package dev.anyarch.builder.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class DiffIdInputStreamTest {
    private static final byte[] CONTENT = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);

    @Test
    void whatHasTheDiffIdPasses() throws IOException {
        try (InputStream in = of(Digest.sha256(CONTENT))) {
            assertThat(in.read()).isEqualTo('x');
            assertThat(in.skip(20_000)).isPositive();
            assertThat(in.readAllBytes()).hasSizeLessThan(CONTENT.length - 1);
            assertThat(in.read()).isNegative();
        }
    }

    @Test
    void whatHasAnotherOneFailsAtItsEnd() throws IOException {
        Digest claimed = Digest.sha256(new byte[0]);
        try (InputStream in = of(claimed)) {
            assertThatThrownBy(() -> in.transferTo(OutputStream.nullOutputStream()))
                    .isInstanceOf(InvalidContentException.class)
                    .hasMessageContainingAll("layer 1: expected the diff ID", claimed.toString(),
                            "found " + Digest.sha256(CONTENT));
        }
    }

    private static InputStream of(Digest diffId) {
        return new DiffIdInputStream(new ByteArrayInputStream(CONTENT), diffId, "layer 1");
    }
}
