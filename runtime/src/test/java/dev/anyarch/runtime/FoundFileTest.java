package dev.anyarch.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.content.TarType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoundFileTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 1000})
    void everyFileIsFoundOnceInOrder(int count) throws IOException {
        List<String> names = IntStream.range(0, count).mapToObj("file%04d"::formatted).toList();
        for (String name : names) {
            Files.writeString(directory.resolve(name), name);
        }
        try (OpenDirectory open = OpenDirectory.open(directory)) {
            List<FoundFile> found = FoundFile.allIn(open);
            assertThat(found).extracting(FoundFile::name).isEqualTo(names);
            assertThat(found).allSatisfy(file -> {
                assertThat(file.status().type()).isEqualTo(Optional.of(TarType.FILE));
                assertThat(file.status().size()).isEqualTo(file.name().length());
            });
            assertThat(found).extracting(file -> file.status().inode()).doesNotHaveDuplicates();
        }
    }
}
