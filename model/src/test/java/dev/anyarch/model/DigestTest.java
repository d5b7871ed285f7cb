package dev.anyarch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void knownValuesAreComputed() {
        assertThat(Digest.sha256(new byte[0])).hasToString("sha256:" + EMPTY);
        assertThat(Digest.of(DigestAlgorithm.SHA512, "abc".getBytes(StandardCharsets.UTF_8)))
                .hasToString("sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    }

    @Test
    void runningComputationCanBeFinished() {
        MessageDigest computation = DigestAlgorithm.SHA256.newMessageDigest();

        assertThat(Digest.finish(DigestAlgorithm.SHA256, computation)).isEqualTo(Digest.parse("sha256:" + EMPTY));
    }

    @Test
    void abbreviationIsTwelveCharacters() {
        assertThat(Digest.parse("sha256:" + EMPTY).abbreviated()).isEqualTo("e3b0c44298fc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256", "sha256:", ":" + EMPTY, "sha256:abc", "SHA256:" + EMPTY, "sha1:" + EMPTY,
        "sha256:" + EMPTY + "0", "sha512:" + EMPTY, "sha256:" + EMPTY + "\n", " sha256:" + EMPTY,
        "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
        "sha256:g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "sha256:../../../../../../../../../../../../../../../../../../etc/passwd"})
    void malformedDigestIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Digest.parse(text)).withMessageStartingWith("digest ");
    }
}
