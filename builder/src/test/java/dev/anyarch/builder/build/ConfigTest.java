package dev.anyarch.builder.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
    private static final String PATH = "PATH=" + ImageDraft.LINUX_PATH;

    @TempDir
    Path context = Path.of("");

    /** {@code ~} separates lines; the base has Env, Cmd, Entrypoint, ExposedPorts, Volumes, Labels and Healthcheck. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        CMD ["a","b"]                         | Cmd          | ["a","b"]
        CMD a  $b                             | Cmd          | ["/bin/sh","-c","a  $b"]
        CMD                                   | Cmd          | ["/bin/sh","-c",""]
        CMD []                                | Cmd          | -
        CMD ['a']                             | Cmd          | ["/bin/sh","-c","['a']"]
        SHELL ["bash","-lc"]~CMD a            | Cmd          | ["bash","-lc","a"]
        ENTRYPOINT ["e"]                      | Cmd          | -
        CMD c~ENTRYPOINT ["e"]                | Cmd          | ["/bin/sh","-c","c"]
        ENTRYPOINT ["e"]~CMD ["c"]            | Cmd          | ["c"]
        ENTRYPOINT e                          | Entrypoint   | ["/bin/sh","-c","e"]
        LABEL x=y                             | Entrypoint   | ["base-entry"]
        LABEL x=y                             | Cmd          | ["base-cmd"]
        SHELL ["bash","-lc"]                  | Shell        | ["bash","-lc"]
        ENV B=2                               | Env          | ["%1$s","A=1","B=2"]
        ENV A=2 B=$A                          | Env          | ["%1$s","A=2","B=1"]
        ENV A two words                       | Env          | ["%1$s","A=two words"]
        ENV B="x y" C='$A' D=\\$A             | Env          | ["%1$s","A=1","B=x y","C=$A","D=$A"]
        ENV B=${A:+set}${N:-unset}            | Env          | ["%1$s","A=1","B=setunset"]
        ARG A=arg~ENV B=$A                    | Env          | ["%1$s","A=1","B=arg"]
        ARG A=arg~ENV A=2~ENV B=$A            | Env          | ["%1$s","A=2","B=2"]
        EXPOSE 9000 80/UDP 8000-8002          | ExposedPorts | {"7/tcp":{},"80/udp":{},"8000/tcp":{},"8001/tcp":{},"8002/tcp":{},"9000/tcp":{}}
        ENV P="1 2"~EXPOSE $P                 | ExposedPorts | {"1/tcp":{},"2/tcp":{},"7/tcp":{}}
        VOLUME /b /a                          | Volumes      | {"/a":{},"/b":{},"/base":{}}
        VOLUME ["/x y"]                       | Volumes      | {"/base":{},"/x y":{}}
        LABEL z=1 "a b"="c d" base=over       | Labels       | {"a b":"c d","base":"over","z":"1"}
        USER app:$A                           | User         | "app:1"
        WORKDIR rel                           | WorkingDir   | "/work/rel"
        WORKDIR /abs/../x/                    | WorkingDir   | "/x"
        STOPSIGNAL SIG${N:-TERM}              | StopSignal   | "SIGTERM"
        HEALTHCHECK NONE                      | Healthcheck  | {"Test":["NONE"]}
        HEALTHCHECK --interval=5s CMD a b     | Healthcheck  | {"Test":["CMD-SHELL","a b"],"Interval":5000000000}
        HEALTHCHECK --retries=2 CMD ["a"]     | Healthcheck  | {"Test":["CMD","a"],"Retries":2}
        LABEL x=y                             | Healthcheck  | {"Test":["CMD","base"]}
        ONBUILD COPY . /x~ONBUILD RUN make    | OnBuild      | ["COPY . /x","RUN make"]
        """)
    void settings(String instructions, String member, String expected) throws IOException, InterruptedException {
        Json.Obj base = JsonReader.readObject("""
            {"Env":["%s","A=1"],"Cmd":["base-cmd"],"Entrypoint":["base-entry"],"ExposedPorts":{"7/tcp":{}},
             "Volumes":{"/base":{}},"Labels":{"base":"b"},"Healthcheck":{"Test":["CMD","base"]},"WorkingDir":"/work"}
            """.formatted(PATH).getBytes(StandardCharsets.UTF_8), "base");
        BuildFixture fixture = new BuildFixture(context).base("base", base, BuildFixture.files("f", "f"),
                BuildFixture.AMD64);
        Json.Obj settings = fixture.build("FROM base\n" + instructions.replace('~', '\n'))
                .config()
                .runtime()
                .orElseThrow()
                .object();
        assertThat(settings.find(member).map(JsonText::text).orElse("-"))
                .isEqualTo(expected.contains("%1$s") ? expected.formatted(PATH) : expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        EXPOSE a:80          | expected PORT, FIRST-LAST
        EXPOSE 70000         | expected numbers up to 65535
        EXPOSE 9-8           | expected numbers up to 65535 in order
        EXPOSE 80/icmp       | /tcp, /udp or /sctp
        STOPSIGNAL sig term  | is not a signal
        ENV A="${B:?is needed}" | variable B: is needed
        LABEL A="x           | a double quote is not closed
        WORKDIR ${}          | is not followed by a name
        COPY --chmod=9 . b   | mode '9': expected octal
        COPY --chown=a:b:c . b | expected USER or USER:GROUP
        COPY [a b            | expected a character after
        ADD --checksum=x a b | --checksum: digest 'x'
        """)
    void mistakesNameTheLine(String instruction, String problem) {
        BuildFixture fixture = new BuildFixture(context);
        assertThatThrownBy(() -> fixture.build("FROM scratch\n" + instruction)).isInstanceOf(DockerfileException.class)
                .hasMessageStartingWith("Dockerfile:2:")
                .hasMessageContaining(problem);
    }

    @Test
    void theWholeConfigIsDeterministic() throws IOException, InterruptedException {
        BuildFixture fixture = new BuildFixture(context).file("f", "f");
        BuildFixture.Built built = fixture.build("""
            FROM scratch
            MAINTAINER me
            COPY f /f
            ENV A=1
            CMD ["/f"]
            """, BuildFixture.ARM_V7);
        Json.Obj expected = new JsonBuilder().put("created", "1970-01-01T00:00:00Z")
                .put("author", "me")
                .put("architecture", "arm")
                .put("variant", "v7")
                .put("os", "linux")
                .put("config", JsonReader.readObject("""
                    {"Env":["%s","A=1"],"Cmd":["/f"],"WorkingDir":"/"}""".formatted(PATH)
                        .getBytes(StandardCharsets.UTF_8), "config"))
                .put("rootfs", JsonReader.readObject("""
                    {"type":"layers","diff_ids":["%s"]}""".formatted(built.config().diffIds().getFirst())
                        .getBytes(StandardCharsets.UTF_8), "rootfs"))
                .put("history", history("MAINTAINER me|-", "COPY f /f # buildkit|layer", "ENV A=1|-", "CMD [\"/f\"]|-"))
                .build();
        assertThat(JsonText.text(built.config().json())).isEqualTo(JsonText.text(expected));
    }

    private static Json history(String... lines) {
        return new Json.Arr(Arrays.stream(lines).<Json>map(line -> {
            String[] parts = line.split("\\|", -1);
            JsonBuilder entry = new JsonBuilder().put("created", "1970-01-01T00:00:00Z")
                    .put("created_by", parts[0])
                    .put("comment", "anyarch");
            return parts[1].equals("-") ? entry.put("empty_layer", true).build() : entry.build();
        }).toList());
    }

    @Test
    void windowsHasItsOwnDefaults() throws IOException, InterruptedException {
        BuildFixture fixture = new BuildFixture(context);
        String settings = fixture.build("FROM scratch\nCMD dir\nWORKDIR C:\\\\x",
                Platform.parse("windows/amd64")).settings();
        assertThat(settings).contains("[\"cmd\",\"/S\",\"/C\",\"dir\"]").contains("\"WorkingDir\":\"C:\\\\x\"");
    }
}
