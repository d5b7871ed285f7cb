package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code run} says of programs that a kernel would only call not found, or of the wrong format. */
final class RunProgramIT {
    private static final String GLIBC = "/lib64/ld-linux-x86-64.so.2";
    private static final String MUSL = "/lib/ld-musl-x86_64.so.1";
    private static final String DOCKERFILE = """
        FROM scratch
        ARG TARGETARCH
        COPY --chmod=755 busybox-${TARGETARCH} /bin/busybox
        COPY --chmod=755 busybox-amd64 /app/x
        COPY --from=files --chmod=755 / /app/
        COPY --from=files --chmod=644 noshell /app/plain
        ENTRYPOINT ["/app/x"]
        CMD ["uname", "-m"]
        """;

    @TempDir
    private Path directory;
    private Anyarch anyarch = new Anyarch(Path.of(""));

    @BeforeEach
    void needsRootAndARuntimeAndAnImage() throws IOException, InterruptedException {
        Program.require("crun", "crun");
        Program.require("proot", "proot");
        Program.requireRoot("run needs root here");
        anyarch = new Anyarch(directory.resolve("home"));
        Path files = Files.createDirectory(directory.resolve("files"));
        Files.writeString(files.resolve("noshell"), "#!/bin/nosh\n");
        Files.writeString(files.resolve("windows"), "#!/bin/sh\r\necho\r\n");
        Files.writeString(files.resolve("mark"), "\ufeff#!/bin/sh\n");
        Files.writeString(files.resolve("bare"), "echo\n");
        Files.createFile(files.resolve("empty"));
        Files.writeString(files.resolve("script"), "#!/app/x\n");
        String dynamic = Files.readString(Path.of("/bin/true"), StandardCharsets.ISO_8859_1);
        Files.writeString(files.resolve("glibc"), dynamic, StandardCharsets.ISO_8859_1);
        Files.writeString(files.resolve("musl"), dynamic.replace(GLIBC, MUSL + "\0".repeat(GLIBC.length() - MUSL
                .length())), StandardCharsets.ISO_8859_1);
        Path file = Files.writeString(directory.resolve("Dockerfile.run"), DOCKERFILE);
        anyarch.output("build", "--platform", "linux/amd64,linux/arm64", "--build-context", "files=" + files, "-f",
                file.toString(), "-t", "app:1", Busybox.context().toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/app/gone    | 127 | there is no /app/gone in the image",
        "nothing      | 127 | there is no 'nothing' in the image, looked in /usr/local/sbin, /usr/local/bin",
        "/app         | 126 | /app is a directory and not a program",
        "/app/plain   | 126 | permission denied: /app/plain from layer 4 (COPY --chmod=644 noshell /app/plain) has mode 0644",
        "/app/noshell | 127 | there is no /bin/nosh in the image (named by the first line of /app/noshell)",
        "/app/windows | 127 | /app/windows from layer 3 (COPY --chmod=755 / /app/) is a script whose lines end as on Windows",
        "/app/mark    | 126 | a byte order mark is in front of its #!",
        "/app/bare    | 126 | a script has a first line such as #!/bin/sh",
        "/app/empty   | 126 | exec format error: /app/empty from layer 3 (COPY --chmod=755 / /app/) is empty",
        "/app/glibc   | 127 | needs the loader /lib64/ld-linux-x86-64.so.2, which the image does not have: it is linked with libraries",
        "/app/musl    | 127 | needs the loader /lib/ld-musl-x86_64.so.1, which the image does not have"})
    void whatCannotBeStartedIsExplained(String program, int code, String reason)
            throws IOException, InterruptedException {
        for (String rung : new String[]{"root", "proot"}) {
            Program.Outcome outcome = anyarch.with("ANYARCH_EXECUTOR", rung)
                    .run("run", "--platform", "linux/amd64", "--entrypoint", program, "app:1");
            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(code);
            assertThat(outcome.err()).contains(reason);
            assertThat(outcome.err()).containsOnlyOnce("anyarch: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/x", "/app/script"})
    void aProgramForAnotherPlatformThanTheLabelIsToldAndExecutedAsWhatItIs(String program)
            throws IOException, InterruptedException {
        Program.Outcome outcome = anyarch.run("run", "--platform", "linux/arm64", "--entrypoint", program, "app:1");
        assertThat(outcome.err()).contains(
                "warning: app:1: the image says linux/arm64, but /app/x from layer 2 (COPY --chmod=755 busybox-amd64 /app/x)",
                "is ELF 64-bit x86-64 (it is for amd64); it is executed as a program for linux/amd64",
                // under this name there is no such applet
                "applet not found").doesNotContain("emulated");
        assertThat(outcome.exitCode()).isEqualTo(127);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RUN [\"/app/glibc\"]", "RUN /app/glibc"})
    void aStepThatCannotBeExecutedIsExplainedToo(String instruction) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("Dockerfile.step"), """
            FROM scratch
            COPY --chmod=755 busybox-amd64 /bin/sh
            COPY --from=files --chmod=755 / /app/
            %s
            """.formatted(instruction));
        Program.Outcome outcome = anyarch.run("build", "--platform", "linux/amd64", "--build-context", "files="
                + directory.resolve("files"), "-f", file.toString(), "-t", "step:1", Busybox.context().toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(1);
        assertThat(outcome.err()).contains(
                "/app/glibc needs the loader /lib64/ld-linux-x86-64.so.2, which the image does not have");
    }

    @Test
    void aProgramThatNothingHereExecutesIsRefusedBeforeItStarts() throws IOException, InterruptedException {
        Path files = directory.resolve("files");
        byte[] sparc = Files.readAllBytes(files.resolve("glibc"));
        sparc[18] = 2;
        Files.write(files.resolve("sparc"), sparc);
        Files.writeString(directory.resolve("Dockerfile.sparc"),
                "FROM scratch\nCOPY --from=files --chmod=755 sparc /x\nENTRYPOINT [\"/x\"]\n");
        anyarch.output("build", "--platform", "linux/amd64", "--build-context", "files=" + files, "-f", directory
                .resolve("Dockerfile.sparc")
                .toString(), "-t", "odd:1", files.toString());
        Program.Outcome outcome = anyarch.run("run", "odd:1");
        assertThat(outcome.exitCode()).isEqualTo(126);
        assertThat(outcome.err()).contains("odd:1: the image says linux/amd64, but /x from layer 1 (COPY", "SPARC",
                "linux/sparc: nothing is known of this architecture");
    }
}
