package dev.anyarch.builder.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.anyarch.content.TarEntry;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileTreeTest {
    private final FileTree tree = new FileTree();

    private void apply(TarEntry... layer) throws IOException {
        tree.apply(Arrays.stream(layer).map(entry -> new LayerEntry(entry, FileContent.EMPTY)).toList());
    }

    private List<String> paths() throws IOException {
        return ImageFiles.plan(tree.root()).entries().stream().map(entry -> entry.header().path()).toList();
    }

    @Test
    void whiteoutsDeleteWhatIsBelowAndNothingOfTheirLayer() throws IOException {
        apply(TarEntry.file("d/a", 0644, 0), TarEntry.file("d/b", 0644, 0), TarEntry.file("e/c", 0644, 0));
        apply(TarEntry.file("d/a", 0600, 0), TarEntry.file("d/.wh..wh..opq", 0, 0), TarEntry.file("e/.wh.c", 0, 0));
        assertThat(paths()).containsExactly("d", "d/a", "e");
    }

    /** As Docker's engine writes it. */
    @Test
    void aDirectoryInThePlaceOfAFileMayBeOpaque() throws IOException {
        apply(TarEntry.file("f", 0644, 0));
        apply(TarEntry.directory("f", 0755), TarEntry.file("f/.wh..wh..opq", 0, 0), TarEntry.file("f/.wh.x", 0, 0),
                TarEntry.file("f/g", 0644, 0));
        assertThat(paths()).containsExactly("f", "f/g");
    }

    @Test
    void aFileIsNoDirectoryOfOthers() throws IOException {
        apply(TarEntry.file("f", 0644, 0));
        assertThatExceptionOfType(NotADirectoryInPathException.class)
                .isThrownBy(() -> apply(TarEntry.file("f/g", 0644, 0)))
                .withMessageContaining("/f is not a directory");
    }
}
