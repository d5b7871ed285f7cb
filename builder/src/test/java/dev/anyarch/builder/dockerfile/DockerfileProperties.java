package dev.anyarch.builder.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DockerfileProperties {
    private static final List<String> PIECES = List.of("FROM ", "a", "\n", " AS b", "COPY ", "--from=", "RUN ", "<<EOF",
            "EOF", "\\", "\\\n", "#", "[\"", "\", ", "]", "'", "\"", "${", "}", ":-", "/", "ENV ", "ARG ", "=",
            "LABEL ",
            "HEALTHCHECK ", "CMD ", "ONBUILD ", "EXPOSE ", "SHELL ", "VOLUME ", "# escape=`\n", "\t", "-", "é",
            "\u0000",
            "\r\n", "--interval=1", "$a", "%", "*");

    @Provide
    Arbitrary<String> files() {
        return Arbitraries.of(PIECES).list().ofMaxSize(40).map(pieces -> String.join("", pieces));
    }

    @Property
    void anyTextIsADockerfileOrADockerfileException(@ForAll("files") String text) {
        try {
            assertThat(Dockerfile.parse("f", text).stages()).isNotEmpty();
        } catch (DockerfileException e) {
            assertThat(e).hasMessageStartingWith("f:");
        }
    }

    @Property
    void anyWordExpandsOrIsRefused(@ForAll("files") String text) {
        try {
            assertThat(Expansion.expand(text, '\\', Variables.of(Map.of("a", "b")))).isNotNull();
            assertThat(Expansion.words(text, '`', Variables.NONE)).isNotNull();
        } catch (ExpansionException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
