package dev.anyarch.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubordinateIdsTest {
    @TempDir
    Path directory;

    @Test
    void aUserIsListedByNameOrNumber() {
        assertThat(SubordinateIds.parse("a:100000:65536\n# b:1:2\n1001:300000:10\nb:x:1\n", "a", 1001))
                .containsExactly(new SubordinateIds.Grant(100000, 65536), new SubordinateIds.Grant(300000, 10));
    }

    @Test
    void freeIdsAreBehindThoseThatOthersHave() throws IOException {
        Path users = directory.resolve("subuid");
        Path groups = directory.resolve("subgid");
        assertThat(SubordinateIds.free(List.of(users, groups))).isEqualTo("100000-165535");
        Files.writeString(users, "a:100000:65536\nb:1000:10\n");
        assertThat(SubordinateIds.free(List.of(users, groups))).isEqualTo("165536-231071");
        Files.writeString(groups, "a:200000:65536\n");
        assertThat(SubordinateIds.free(List.of(users, groups))).isEqualTo("265536-331071");
    }
}
