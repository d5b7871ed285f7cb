package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.runtime.ContainerMount;
import dev.anyarch.runtime.ContainerSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContainerRequestTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "app                      | e1 e2 c1",
        "app x -y                 | e1 e2 x -y",
        "--entrypoint p app       | p",
        "--entrypoint p app x     | p x",
        "--entrypoint= app x      | x"})
    void theEntrypointAndTheCommandAreThoseGivenOrTheImages(String line, String expected) throws IOException {
        assertThat(request(line.split(" ", -1)).arguments(image())).containsExactly(expected.split(" ", -1));
    }

    @Test
    void withoutAnyCommandThereIsNothingToExecute() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> request("app").arguments(Optional.empty()))
                .withMessageContaining("no command");
    }

    @Test
    void variablesAreTheImagesThenTheFilesThenTheOptions() throws IOException {
        Files.writeString(directory.resolve("vars"), "# note\n\nA=file\nB=file\nHERE\nABSENT\n");
        Map<String, String> variables = request("--env-file", "vars", "-e", "B=x=y", "-e", "EMPTY=", "app")
                .environment(image(), "/home/u");
        assertThat(variables).containsEntry("A", "file")
                .containsEntry("B", "x=y")
                .containsEntry("C", "image")
                .containsEntry("HERE", "there")
                .containsEntry("EMPTY", "")
                .containsEntry("HOME", "/home/u")
                .containsKey("PATH")
                .doesNotContainKeys("ABSENT", "TERM");
        assertThat(request("-t", "app").environment(image(), "/")).containsEntry("TERM", "xterm");
        assertThat(request("-e", "C", "app").environment(image(), "/")).doesNotContainKey("C");
    }

    @Test
    void userAndDirectoryAreThoseGivenOrTheImages() throws IOException {
        assertThat(request("app").user(image())).isEqualTo("u");
        assertThat(request("-u", "1:2", "app").user(image())).isEqualTo("1:2");
        assertThat(request("app").directory(image())).isEqualTo("/w");
        assertThat(request("-w", "/x", "app").directory(image())).isEqualTo("/x");
        assertThat(request("app").directory(Optional.empty())).isEqualTo("/");
    }

    @Test
    void volumesAreOfThisMachine() throws IOException {
        Files.createDirectory(directory.resolve("d"));
        Path shared = directory.resolve("d");
        assertThat(request("-v", "./d:/in:ro,z", "-v", shared + ":/out", "--mount",
                "type=bind,source=d,target=/words,readonly",
                "--mount", "type=tmpfs,dst=/memory,tmpfs-size=1m", "--tmpfs", "/small:size=64k,mode=1777", "--device",
                "/dev/null:/dev/nix:r", "app").mounts()).containsExactly(
                        new ContainerMount.Bind(shared, "/in", true),
                        new ContainerMount.Bind(shared, "/out", false),
                        new ContainerMount.Bind(shared, "/words", true),
                        new ContainerMount.Memory("/memory", 1 << 20, List.of("noexec", "mode=1777")),
                        new ContainerMount.Memory("/small", 64 << 10, List.of("noexec", "mode=1777")),
                        new ContainerMount.Device(Path.of("/dev/null"), "/dev/nix", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v absent:/x", "-v /", "-v /tmp:x", "-v /tmp:/", "-v /tmp:/x:zz", "--network bridge",
        "--add-host x", "-w relative", "-e =x", "-v /kept", "-v name:/x", "--mount type=volume,src=v,dst=/x",
        "--mount src=v,dst=/x", "--mount type=bind,dst=/x", "--mount type=tmpfs,dst=/x,mode=7", "--tmpfs x",
        "--tmpfs /x:uid=x", "--cap-add nix", "--security-opt nix",
        "--dns example.org", "--ulimit nofile", "--mount type=tmpfs,dst=/x,tmpfs-mode=9", "--device /etc/passwd",
        "--device /dev/null:/dev/x:q", "--shm-size much",
        "--stop-signal FOO", "--stop-signal 65"})
    void whatCannotBeMeantIsRefused(String options) {
        List<String> line = new ArrayList<>(List.of(options.split(" ", -1)));
        line.add("app");
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> request(line.toArray(String[]::new)));
    }

    @Test
    void itIsAskedToEndByTheSignalThatIsGivenOrTheImages() throws IOException {
        assertThat(request("app").stopSignal(Optional.empty())).isEqualTo(15);
        assertThat(request("app").stopSignal(image())).isEqualTo(3);
        assertThat(request("--stop-signal", "SIGUSR1", "app").stopSignal(image())).isEqualTo(10);
        assertThat(request("--stop-signal", "9", "app").stopSignal(image())).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"-d | anyarch run … &", "--restart always | systemd",
        "-m 5m | systemd-run --scope -p MemoryMax=5M anyarch",
        "--cpus 1.5 | CPUQuota=150%", "--cpus 2 | CPUQuota=200%", "--pids-limit 9 | TasksMax=9",
        "--oom-kill-disable | choom", "--domainname d | --hostname NAME.DOMAIN", "--arch arm64 | --platform linux/ARCH",
        "--gpus all | --device", "-p 8080:80 | let it listen on 8080",
        "-p 127.0.0.1:80:80 | let it listen on 127.0.0.1",
        "-p x | expected", "--network none -p 80:80 | no ports"})
    void whatDockerHasAndCannotBeHadSaysWhatToDo(String options, String advice) throws IOException {
        Arguments arguments = parse((options + " app").split(" ", -1));
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> DockerRunOptions.check(arguments, network(arguments)))
                .withMessageContaining(advice);
    }

    @Test
    void whatIsSoAnywayIsAccepted() throws IOException {
        Arguments arguments = parse("--rm", "--name", "n", "-l", "a=b", "--init", "-P", "-p", "80:80/tcp", "-p", "81",
                "-p", "[::]:53:53/udp", "-p", "0.0.0.0:8000-8010:8000-8010", "--net", "default", "app");
        DockerRunOptions.check(arguments, network(arguments));
        assertThat(arguments.operands()).containsExactly("app");
    }

    @Test
    void aVolumeByItsNameIsNoDirectoryOfThatName() throws IOException {
        Files.createDirectory(directory.resolve("data"));
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> request("-v", "data:/in", "app"))
                .withMessageContaining("volumes have no names here; ./data shares the directory data");
    }

    @Test
    void theShortOptionOfTheHostNameIsDockers() throws IOException {
        assertThat(request("-h", "web", "app").hostname()).isEqualTo("web");
        assertThat(request("-itdhweb", "app").hostname()).isEqualTo("web");
        assertThat(parse("-h").has(GlobalOptions.HELP)).isTrue();
        assertThat(parse("--help").has(GlobalOptions.HELP)).isTrue();
        assertThat(new RunCommand().spec().listedOptions().filter(option -> option.names().contains("-h")))
                .containsExactly(ContainerRequest.HOSTNAME);
    }

    private ContainerSpec.Network network(Arguments arguments) throws IOException {
        return request(arguments).network();
    }

    private static Arguments parse(String... line) throws UsageException {
        return ArgumentParser.parse(new RunCommand().spec(), List.of(line));
    }

    private ContainerRequest request(String... line) throws IOException {
        return request(parse(line));
    }

    private ContainerRequest request(Arguments arguments) throws IOException {
        Environment environment = new Environment(Map.of("HERE", "there"), directory, directory, directory,
                Optional.empty(), new ByteArrayInputStream(new byte[0]));
        return ContainerRequest.of(arguments, arguments.operands().subList(1, arguments.operands().size()),
                environment);
    }

    private static Optional<JsonFields> image() throws IOException {
        return Optional.of(new JsonFields(JsonReader.readObject(
                """
                    {"Entrypoint":["e1","e2"],"Cmd":["c1"],"Env":["A=image","C=image"],"User":"u","WorkingDir":"/w","StopSignal":"SIGQUIT"}
                    """.getBytes(
                        StandardCharsets.UTF_8),
                "test"), "test"));
    }
}
