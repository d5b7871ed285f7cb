package dev.anyarch.operations.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.Reference;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.operations.Images;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.MemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The expected files are what Docker's client 28.2.2 printed for the same content in a registry. */
class DockerManifestInspectTest {
    private static final String RESOURCES = "/docker-manifest-inspect/";
    private static final String NAME = "registry.example:5000/app";

    private final MemoryStore store = new MemoryStore(NAME);

    static Stream<Arguments> printed() throws IOException {
        List<Arguments> cases = new ArrayList<>();
        String index = "";
        for (String line : lines()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("tag")) {
                cases.add(Arguments.of(words[2], ":" + words[2]));
                index = words[2].equals("oci-index") ? words[1] : index;
            }
        }
        cases.add(Arguments.of("by-digest", "@" + index));
        cases.add(Arguments.of("by-tag-and-digest", ":oci-index@" + index));
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("printed")
    void printsWhatDockerPrints(String expected, String reference) throws IOException, InterruptedException {
        fill();
        assertThat(print(reference, false)).isEqualTo(text("expected/" + expected + ".json"));
        assertThat(print(reference, true)).isEqualTo(text("expected/" + expected + ".verbose.json"));
    }

    @Test
    void anIndexWithinAnIndexIsRefusedAsDockerDoes() throws IOException, InterruptedException {
        Images images = new Images(store);
        Descriptor outer = images.index(images.index(images.entry("linux/amd64")));

        assertThatThrownBy(() -> print("@" + outer.digest(), false)).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("expected images in the index");
    }

    private String print(String suffix, boolean verbose) throws IOException, InterruptedException {
        Reference reference = Reference.parse(NAME + suffix);
        Descriptor root = (reference.digest().isPresent()
                ? store.resolve(reference.digest().get())
                : store.resolve(reference.tag().orElseThrow())).orElseThrow();
        return new String(DockerManifestInspect.print(store, reference, root, verbose, 4), UTF_8);
    }

    private void fill() throws IOException {
        for (String line : lines()) {
            String[] words = line.split(" ", -1);
            Digest digest = Digest.parse(words[1]);
            switch (words[0]) {
                case "blob" -> {
                    byte[] bytes = content(digest);
                    try (BlobUpload upload = store.upload()) {
                        upload.write(bytes, 0, bytes.length);
                        upload.commit(digest);
                    }
                }
                case "manifest" ->
                    store.putManifest(RawManifest.of(new MediaType(words[2]), content(digest)), List.of());
                default -> store.putManifest(store.fetchManifest(digest), List.of(new Tag(words[2])));
            }
        }
    }

    private static List<String> lines() throws IOException {
        return text("content.txt").lines().toList();
    }

    private static byte[] content(Digest digest) throws IOException {
        return bytes("content/" + digest.encoded());
    }

    private static String text(String name) throws IOException {
        return new String(bytes(name), UTF_8);
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = Objects
                .requireNonNull(DockerManifestInspectTest.class.getResourceAsStream(RESOURCES + name), name)) {
            return in.readAllBytes();
        }
    }
}
