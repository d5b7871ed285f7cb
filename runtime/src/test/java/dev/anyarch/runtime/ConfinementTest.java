package dev.anyarch.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.model.json.JsonWriter;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfinementTest {
    private static final BigInteger ALL = BigInteger.ONE.shiftLeft(41).subtract(BigInteger.ONE);

    @TempDir
    private Path directory;

    private HostTraits traits(BigInteger capabilities) throws IOException {
        Path ids = Files.writeString(directory.resolve("map"), "0 0 4294967295\n");
        return new HostTraits(false, IdMap.read(ids), IdMap.read(ids), capabilities, "amd64");
    }

    @ParameterizedTest
    @CsvSource({"'', '', 14", "ALL, '', 41", "'', ALL, 0", "net_admin, '', 15", "'', CAP_CHOWN, 13",
        "CAP_CHOWN, ALL, 1", "ALL, chown, 40"})
    void capabilitiesAreAddedAndDroppedAsDockerDoes(String added, String dropped, int count) throws IOException {
        assertThat(new Capabilities(words(added), words(dropped)).granted(traits(ALL))).hasSize(count);
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }

    @Test
    void nobodyGivesWhatTheyHaveNot() throws IOException {
        HostTraits poor = traits(BigInteger.ONE);
        assertThatThrownBy(() -> new Capabilities(List.of("SYS_ADMIN"), List.of()).granted(poor))
                .isInstanceOf(CannotExecuteException.class)
                .hasMessageContaining("CAP_SYS_ADMIN");
        assertThatIllegalArgumentException().isThrownBy(() -> new Capabilities(List.of("NIX"), List.of()))
                .withMessageContaining("'NIX'");
    }

    @Test
    void aProfileHoldsForThePrivilegedToo() throws IOException {
        Confinement.SystemCalls profile = new Confinement.SystemCalls.Profile(
                JsonReader.readObject("{\"defaultAction\": \"SCMP_ACT_ERRNO\"}".getBytes(StandardCharsets.UTF_8),
                        "profile"));
        Confinement privileged = Confinement.USUAL.withPrivileged(true);
        ContainerSpec spec = ContainerSpec.of(List.of("x"), Map.of(), "/", ContainerUser.ROOT);
        assertThat(Seccomp.filter(traits(ALL), spec.withIsolation(ContainerSpec.Network.HOST, privileged), List.of()))
                .isEmpty();
        assertThat(filter(spec.withIsolation(ContainerSpec.Network.HOST, privileged.withCalls(profile)), List.of()))
                .contains("SCMP_ACT_ERRNO");
    }

    @Test
    void speculationIsLeftOnUnlessAProfileSaysOtherwise() throws IOException {
        ContainerSpec spec = ContainerSpec.of(List.of("x"), Map.of(), "/", ContainerUser.ROOT);
        assertThat(filter(spec, List.of())).contains("\"flags\":[\"SECCOMP_FILTER_FLAG_SPEC_ALLOW\"]");
        SeccompProfile profiles = new SeccompProfile("SCMP_ARCH_X86_64", List.of(), "6.1");
        assertThat(text(profiles.read(JsonReader.readObject(
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"flags\":[]}".getBytes(StandardCharsets.UTF_8), "profile"))))
                .contains("\"flags\":[]");
    }

    @Test
    void memoryHasTheModeAndOwnerThatWereGivenLast() {
        ContainerMount.Memory memory = new ContainerMount.Memory("/m", 0, List.of("mode=755", "mode=0700", "uid=5"));
        assertThat(memory.mode()).isEqualTo(0700);
        assertThat(memory.uid()).isEqualTo(5);
        assertThat(memory.gid()).isZero();
        assertThat(new ContainerMount.Memory("/m", 0).mode()).isEqualTo(01777);
    }

    @Test
    void aCapabilityBringsTheCallsThatNeedIt() throws IOException {
        ContainerSpec spec = ContainerSpec.of(List.of("x"), Map.of(), "/", ContainerUser.ROOT);
        assertThat(filter(spec, List.of())).contains("\"mount\"", "\"bpf\"");
        assertThat(filter(spec, List.of("CAP_SYS_ADMIN"))).doesNotContain("\"mount\"").contains("\"reboot\"");
    }

    private String filter(ContainerSpec spec, List<String> capabilities) throws IOException {
        return text(Seccomp.filter(traits(ALL), spec, capabilities).orElseThrow());
    }

    private static String text(Json.Obj document) {
        return new String(JsonWriter.compact(document), StandardCharsets.UTF_8);
    }

    @Test
    void profilesOfDockerBecomeThoseOfTheOci() throws IOException {
        Json.Obj profile = JsonReader.readObject(
                """
                    {"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":1,
                     "archMap":[{"architecture":"SCMP_ARCH_X86_64","subArchitectures":["SCMP_ARCH_X86"]},
                                {"architecture":"SCMP_ARCH_AARCH64","subArchitectures":["SCMP_ARCH_ARM"]}],
                     "syscalls":[{"names":["read"],"action":"SCMP_ACT_ALLOW","args":[],"comment":"","includes":{},"excludes":{}},
                                 {"names":["mount"],"action":"SCMP_ACT_ALLOW","includes":{"caps":["CAP_SYS_ADMIN"]}},
                                 {"names":["clone"],"action":"SCMP_ACT_ALLOW","excludes":{"caps":["CAP_SYS_ADMIN"],"arches":["s390"]}},
                                 {"names":["arm_x"],"action":"SCMP_ACT_ALLOW","includes":{"arches":["arm","arm64"]}},
                                 {"names":["ptrace"],"action":"SCMP_ACT_ALLOW","includes":{"minKernel":"4.8"}},
                                 {"names":["future"],"action":"SCMP_ACT_ALLOW","includes":{"minKernel":"99.0"}}]}
                    """
                        .getBytes(StandardCharsets.UTF_8),
                "test");
        SeccompProfile plain = new SeccompProfile("SCMP_ARCH_X86_64", List.of(), "6.1.0-x");
        assertThat(text(plain.read(profile))).isEqualTo("{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"defaultErrnoRet\":1,"
                + "\"flags\":[\"SECCOMP_FILTER_FLAG_SPEC_ALLOW\"],\"architectures\":[\"SCMP_ARCH_X86_64\",\"SCMP_ARCH_X86\"],\"syscalls\":["
                + "{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ALLOW\"},{\"names\":[\"clone\"],\"action\":\"SCMP_ACT_ALLOW\"},"
                + "{\"names\":[\"ptrace\"],\"action\":\"SCMP_ACT_ALLOW\"}]}");
        assertThat(text(new SeccompProfile("SCMP_ARCH_AARCH64", List.of("CAP_SYS_ADMIN"), "4.7").read(profile)))
                .contains("mount", "arm_x", "SCMP_ARCH_ARM")
                .doesNotContain("clone", "ptrace", "X86");
    }

    @Test
    void whatIsSaidOfNamesReplacesThatOfTheMachine() {
        String own = "# of the machine\nnameserver 10.0.0.1\nsearch here\noptions edns0\n";
        assertThat(Resolver.SAME.applyTo(own)).isEqualTo(own);
        assertThat(new Resolver(List.of("9.9.9.9", "::1"), List.of(), List.of()).applyTo(own))
                .isEqualTo("# of the machine\nsearch here\noptions edns0\nnameserver 9.9.9.9\nnameserver ::1\n");
        assertThat(new Resolver(List.of(), List.of("."), List.of("ndots:2", "rotate")).applyTo(own))
                .isEqualTo("# of the machine\nnameserver 10.0.0.1\noptions ndots:2 rotate\n");
    }

    @Test
    void mountsBelowADirectoryAreFound() {
        String mounts = """
            22 1 0:20 / / rw - ext4 x rw
            23 22 0:21 / /w/a/b\\040c rw - tmpfs x rw
            24 22 0:22 / /w/ab rw - tmpfs x rw
            25 22 0:23 / /w/a rw - tmpfs x rw
            """;
        assertThat(LeftoverMounts.below(mounts, Path.of("/w/a"))).containsExactly("/w/a/b c");
    }
}
