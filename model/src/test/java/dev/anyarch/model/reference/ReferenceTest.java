package dev.anyarch.model.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.anyarch.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @MethodSource("recorded")
    void normalisationIsDockers(List<String> line) {
        String text = line.getFirst();
        if (line.get(1).equals("ERR")) {
            assertThatIllegalArgumentException().isThrownBy(() -> Reference.parse(text))
                    .withMessageStartingWith("reference '%s': ", text);
        } else {
            Reference reference = Reference.parse(text);
            assertThat(reference).hasToString(line.get(1));
            assertThat(reference.familiar()).isEqualTo(line.get(2));
            assertThat(Reference.parse(reference.toString())).isEqualTo(reference);
            assertThat(Reference.parse(reference.familiar())).isEqualTo(reference);
        }
    }

    static Stream<List<String>> recorded() throws IOException {
        try (InputStream in = Objects.requireNonNull(ReferenceTest.class.getResourceAsStream("references.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split("\\|", -1)));
        }
    }

    @Test
    void partsAreFound() {
        Reference reference = Reference.parse("[::1]:5000/a/b:1@sha256:" + HEX);

        assertThat(reference).isEqualTo(new DigestReference(new RegistryName("[::1]:5000"), new RepositoryName("a/b"),
                Optional.of(new Tag("1")), Digest.parse("sha256:" + HEX)));
        assertThat(reference.registry().host()).isEqualTo("[::1]");
        assertThat(reference.name()).isEqualTo("[::1]:5000/a/b");
    }

    @Test
    void digestReferenceHasNoTagUnlessWritten() {
        assertThat(Reference.parse("app@sha256:" + HEX).tag()).isEmpty();
        assertThat(Reference.parse("app").tag()).contains(Tag.LATEST);
        assertThat(Reference.parse("app").digest()).isEmpty();
    }

    /** The library takes such a host for the beginning of a path without any registry. */
    @Test
    void hostWithUnderscoreIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Reference.parse("foo_bar.com/a"))
                .withMessage("reference 'foo_bar.com/a': registry 'foo_bar.com': expected HOST or HOST:PORT");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        app:            | reference 'app:': tag '': expected a letter, digit or underscore, then up to 127 of these, dots and dashes
        app@sha1:00     | reference 'app@sha1:00': digest 'sha1:00': unknown algorithm 'sha1', expected sha256 or sha512
        http://a/b      | reference 'http://a/b': registry 'http:': expected HOST or HOST:PORT
        """)
    void refusalNamesThePart(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Reference.parse(text)).withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:5000", "LOCALHOST", "reg.localhost:80", "127.0.0.1", "127.1.2.3:1",
        "[::1]", "[::1]:5000", "[0:0:0:0:0:0:0:1]"})
    void loopbackIsSeen(String registry) {
        assertThat(new RegistryName(registry).isLoopback()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker.io", "localhost.example", "127.example.com", "127.0.0.1.example", "[::2]", "[::11]",
        "10.0.0.1", "mylocalhost"})
    void otherHostsAreNotLoopback(String registry) {
        assertThat(new RegistryName(registry).isLoopback()).isFalse();
    }

    @Test
    void endlessPartsAreRefused() {
        String endless = "a.".repeat(100_000) + "a";

        assertThatIllegalArgumentException().isThrownBy(() -> Reference.parse(endless + "/app"));
        assertThatIllegalArgumentException().isThrownBy(() -> Reference.parse(endless));
        assertThatIllegalArgumentException().isThrownBy(() -> Reference.parse("a/".repeat(100_000) + "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> Reference.parse("a:" + "t".repeat(100_000)));
        assertThat(RepositoryName.isValid("a".repeat(255))).isTrue();
        assertThat(RepositoryName.isValid("a".repeat(256))).isFalse();
    }

    @Property
    void parsingThrowsNothingElse(@ForAll("nearlyReferences") String text) {
        try {
            Reference reference = Reference.parse(text);
            assertThat(Reference.parse(reference.toString())).isEqualTo(reference);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("reference '");
        }
    }

    @Provide
    Arbitrary<String> nearlyReferences() {
        return Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(40),
                Arbitraries.of("app", "A", "/", ":", "@", "localhost", "docker.io", "[::1]", ":5000", "sha256:", HEX,
                        "_", "-", ".", "library/", "é", "\n")
                        .list()
                        .ofMaxSize(8)
                        .map(parts -> String.join("", parts)));
    }
}
