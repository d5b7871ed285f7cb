package dev.anyarch.executables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.platform.Platform;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Whatever a file contains, reading it ends with an answer. */
final class HostileFilesTest {
    private static final List<byte[]> FILES = List.of(
            ElfBytes.amd64().interpreter("/lib64/ld-linux-x86-64.so.2").x86Needs(7).build(),
            ElfBytes.of(3, 32, ByteOrder.LITTLE_ENDIAN).interpreter("/lib/ld-linux.so.2").build(),
            ElfBytes.arm().interpreter("/lib/ld-linux.so.3").padding(300).armAttributes(10).build(),
            ElfBytes.of(40, 32, ByteOrder.BIG_ENDIAN).armAttributes(6).build(),
            ElfBytes.of(243, 64, ByteOrder.LITTLE_ENDIAN).riscvArchitecture("rv64i2p1_v1p0").build(),
            OtherFormats.pe(0x8664, 0, 3, true), OtherFormats.mach(0x0100000c, 0, 2),
            OtherFormats.fat(0x01000007, 0x0100000c, 12),
            "#!/usr/bin/env sh\necho\n".getBytes(StandardCharsets.US_ASCII));

    /** Everything that can be asked of what was found. */
    private static void ask(byte[] bytes, int length, int chunk) {
        ExecutableScan scan = new ExecutableScan();
        for (int at = 0; at < length; at += chunk) {
            scan.accept(bytes, at, Math.min(chunk, length - at));
        }
        Optional<Executable> result = scan.result();
        result.ifPresent(executable -> {
            assertThat(executable.description()).isNotBlank();
            for (String platform : List.of("linux/amd64", "linux/arm/v6", "windows/arm64", "darwin/arm64", "a/b/c")) {
                assertThat(executable.fit(Platform.parse(platform))).isNotNull();
            }
        });
    }

    @Test
    void everyTruncationHasAnAnswer() {
        for (byte[] file : FILES) {
            for (int length = 0; length <= file.length; length++) {
                ask(file, length, 4096);
                ask(file, length, 1 + length % 13);
            }
        }
    }

    /** Every byte of the headers, with the values that break arithmetic. */
    @Test
    void everyByteMayBeWrong() {
        for (byte[] file : FILES) {
            for (int at = 0; at < file.length; at++) {
                for (int value : new int[]{0, 1, 0x7f, 0x80, 0xff}) {
                    byte[] changed = file.clone();
                    changed[at] = (byte) value;
                    ask(changed, changed.length, changed.length);
                }
            }
        }
    }

    @Property(tries = 20_000)
    void anyMutationHasAnAnswer(@ForAll("files") byte[] file, @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int changes, @ForAll @IntRange(min = 1, max = 5000) int chunk) {
        byte[] changed = file.clone();
        Random random = new Random(seed);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(random.nextBoolean() ? Math.min(200, changed.length) : changed.length);
            int length = Math.min(random.nextInt(1, 9), changed.length - at);
            byte[] value = new byte[length];
            switch (random.nextInt(3)) {
                case 0 -> random.nextBytes(value);
                case 1 -> Arrays.fill(value, (byte) 0xff);
                default -> {
                }
            }
            System.arraycopy(value, 0, changed, at, length);
        }
        ask(changed, changed.length, chunk);
    }

    @Property(tries = 5_000)
    void anyBytesBehindAMagicHaveAnAnswer(@ForAll("files") byte[] file, @ForAll byte[] rest) {
        byte[] bytes = Arrays.copyOf(file, 8 + rest.length);
        System.arraycopy(rest, 0, bytes, 8, rest.length);
        ask(bytes, bytes.length, bytes.length);
    }

    /** The answer does not depend on how the bytes arrive. */
    @Property(tries = 2_000)
    void chunksDoNotMatter(@ForAll("files") byte[] file, @ForAll @IntRange(min = 1, max = 300) int chunk) {
        ExecutableScan whole = new ExecutableScan();
        whole.accept(file, 0, file.length);
        ExecutableScan parts = new ExecutableScan();
        for (int at = 0; at < file.length; at += chunk) {
            parts.accept(file, at, Math.min(chunk, file.length - at));
        }
        assertThat(parts.result()).isPresent().isEqualTo(whole.result());
    }

    @Provide
    Arbitrary<byte[]> files() {
        return Arbitraries.of(FILES);
    }
}
