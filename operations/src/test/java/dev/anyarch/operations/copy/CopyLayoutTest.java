package dev.anyarch.operations.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.operations.Images;
import dev.anyarch.store.MemoryStore;
import dev.anyarch.store.layout.OciLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyLayoutTest {
    private static final Tag TAG = new Tag("1.0");

    private final MemoryStore memory = new MemoryStore("memory");
    private final Images images = new Images(memory);
    private final Copier copier = new Copier(CopySettings.DEFAULT, CopyListener.NONE);

    @TempDir
    Path directory = Path.of("");

    @Test
    void toALayoutAndBackIsTheSame() throws IOException, InterruptedException {
        Descriptor index = images.tagged(TAG, "linux/amd64", "linux/arm64", "linux/arm/v7");
        MemoryStore back = new MemoryStore("back");
        CopyRequest request = CopyRequest.of(index).withTags(List.of(TAG));

        try (OciLayout layout = OciLayout.create(directory)) {
            copier.copy(memory, layout, request);
            copier.copy(layout, back, request);
        }

        assertThat(back.resolve(TAG)).contains(index);
        assertThat(back.fetchManifest(index.digest())).isEqualTo(memory.fetchManifest(index.digest()));
    }

    @Test
    void oneOfSeveralPlatformsIsTakenFromALayout() throws IOException, InterruptedException {
        Descriptor index = images.tagged(TAG, "linux/amd64", "linux/arm64");
        MemoryStore back = new MemoryStore("back");
        PlatformChoice arm64 = PlatformChoice.of(List.of(Platform.parse("linux/arm64")));

        try (OciLayout layout = OciLayout.create(directory)) {
            copier.copy(memory, layout, CopyRequest.of(index).withTags(List.of(TAG)));
            CopyResult result = copier.copy(layout, back,
                    CopyRequest.of(index).withTags(List.of(TAG)).withPlatforms(arm64, SubsetMode.REWRITE));
            assertThat(result.chosen()).hasSize(2);
        }

        assertThat(back.resolve(TAG)).isPresent().isNotEqualTo(Optional.of(index));
    }
}
