package dev.anyarch.operations.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.operations.Images;
import dev.anyarch.operations.graph.GraphLimits;
import dev.anyarch.operations.graph.MissingPlatformException;
import dev.anyarch.store.MemoryStore;
import dev.anyarch.store.Precondition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexAssemblyTest {
    private final MemoryStore store = new MemoryStore("registry.example/app");
    private final Images images = new Images(store);

    @Test
    void everyPlatformFieldComesFromTheConfiguration() throws IOException, InterruptedException {
        IndexPlan plan = assemble(images.image("linux/amd64"), images.image("linux/arm/v6"),
                images.image("windows(10.0.20348.1+win32k)/amd64"));

        assertThat(index(plan).manifests()).extracting(entry -> entry.platform().orElseThrow().toString())
                .containsExactly("linux/amd64", "linux/arm/v6", "windows(10.0.20348.1+win32k)/amd64");
    }

    @Test
    void theSameSourcesGiveTheSameBytes() throws IOException, InterruptedException {
        Descriptor amd64 = images.image("linux/amd64");
        Descriptor arm64 = images.image("linux/arm64");

        assertThat(assemble(amd64, arm64).index()).isEqualTo(assemble(amd64, arm64).index());
        assertThat(assemble(arm64, amd64).digest()).as("the order counts")
                .isNotEqualTo(assemble(amd64, arm64)
                        .digest());
    }

    @Test
    void indexesAreFlattenedAndAttestationsStayWithTheirImage() throws IOException, InterruptedException {
        Descriptor amd64 = images.entry("linux/amd64");
        Descriptor attestation = images.attestation(amd64);
        Descriptor arm64 = images.entry("linux/arm64");

        IndexPlan plan = assemble(images.index(images.index(amd64, attestation)), images.index(arm64),
                images.image("linux/386"));

        assertThat(index(plan).manifests()).containsExactly(amd64, attestation, arm64, images.entry("linux/386"));
    }

    @Test
    void oneIndexOfWhichNothingChangesKeepsItsDigest() throws IOException, InterruptedException {
        Descriptor index = images.tagged(Tag.LATEST, "linux/amd64", "linux/arm64");

        assertThat(assemble(index).digest()).isEqualTo(index.digest());
    }

    @ParameterizedTest
    @CsvSource({"linux/arm64/v8, linux/arm64", "linux/arm64, linux/arm64/v8", "linux/arm/v7, linux/arm",
        "linux/amd64, linux/x86_64", "linux/arm64, linux/aarch64"})
    void differentWritingsOfOnePlatformAgree(String entry, String config) throws IOException, InterruptedException {
        Descriptor labelled = images.image(config).withPlatform(Platform.parse(entry));

        assertThat(index(assemble(images.index(labelled))).manifests()).containsExactly(labelled);
    }

    @ParameterizedTest
    @CsvSource({"linux/arm64, linux/amd64", "linux/arm/v6, linux/arm/v7", "windows/amd64, linux/amd64",
        "linux/arm/v6, linux/arm", "windows(10.0.1)/amd64, windows(10.0.2)/amd64"})
    void anEntryThatDisagreesWithTheConfigurationIsRefused(String entry, String config)
            throws IOException, InterruptedException {
        Descriptor labelled = images.image(config).withPlatform(Platform.parse(entry));
        List<SourceEntry> entries = read(images.index(labelled));

        assertThatThrownBy(() -> IndexAssembly.assemble(entries, IndexOptions.DEFAULT, List.of()))
                .isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("found %s in the entry and %s in the configuration", entry, config);
        assertThat(platformWith(entries, PlatformTrust.CONFIG)).isEqualTo(config);
        assertThat(platformWith(entries, PlatformTrust.ENTRY)).isEqualTo(entry);
    }

    @Test
    void whatOnlyTheConfigurationSaysIsAddedToTheEntry() throws IOException, InterruptedException {
        Descriptor labelled = images.image("windows(10.0.20348.1)/amd64")
                .withPlatform(Platform.parse("windows/amd64"));

        assertThat(index(assemble(images.index(labelled))).manifests().getFirst().platform())
                .contains(Platform.parse("windows(10.0.20348.1)/amd64"));
    }

    @Test
    void aPlatformGivenForASourceMustAgreeToo() throws IOException, InterruptedException {
        Descriptor image = images.image("linux/amd64");
        IndexSource source = new IndexSource("app", store, image, Optional.empty(),
                Optional.of(Platform.parse("linux/riscv64")), Map.of("note", "mine"));
        List<SourceEntry> entries = new SourceReader(GraphLimits.DEFAULT, 2).read(List.of(source));

        assertThatThrownBy(() -> IndexAssembly.assemble(entries, IndexOptions.DEFAULT, List.of()))
                .isInstanceOf(InvalidContentException.class);
        IndexPlan plan = IndexAssembly.assemble(entries, IndexOptions.DEFAULT.withTrust(PlatformTrust.ENTRY),
                List.of());
        assertThat(index(plan).manifests().getFirst().platform()).contains(Platform.parse("linux/riscv64"));
        assertThat(index(plan).manifests().getFirst().annotations()).isEqualTo(Map.of("note", "mine"));
    }

    @Test
    void twoImagesForOnePlatformAreRefusedUnlessTheLaterReplaces() throws IOException, InterruptedException {
        Descriptor first = images.entry("linux/amd64");
        Descriptor second = images
                .image(MediaType.OCI_MANIFEST, Optional.of(Platform.parse("linux/amd64")), "newer")
                .withPlatform(Platform.parse("linux/amd64"));
        Descriptor arm64 = images.entry("linux/arm64");
        List<SourceEntry> entries = read(images.index(first, images.attestation(first), arm64), second.bare());

        assertThatThrownBy(() -> IndexAssembly.assemble(entries, IndexOptions.DEFAULT, List.of()))
                .isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("expected one image for linux/amd64")
                .hasMessageContaining(first.digest().toString())
                .hasMessageContaining(second.digest().toString());
        IndexPlan plan = IndexAssembly.assemble(entries, IndexOptions.DEFAULT.withReplace(true), List.of());
        assertThat(index(plan).manifests()).as("in the place of the first, without its attestation")
                .containsExactly(second, arm64);
    }

    @Test
    void theSameImageTwiceIsOneEntry() throws IOException, InterruptedException {
        Descriptor image = images.image("linux/amd64");

        assertThat(index(assemble(image, image)).manifests()).hasSize(1);
    }

    @Test
    void theFormatFollowsTheEntries() throws IOException, InterruptedException {
        assertThat(assemble(images.dockerImage("linux/amd64"), images.dockerImage("linux/arm64")).index().mediaType())
                .isEqualTo(MediaType.DOCKER_LIST);
        assertThat(assemble(images.dockerImage("linux/amd64"), images.image("linux/arm64")).index().mediaType())
                .isEqualTo(MediaType.OCI_INDEX);
    }

    @Test
    void theFormatCanBeChosen() throws IOException, InterruptedException {
        List<SourceEntry> docker = read(images.dockerImage("linux/amd64"));
        List<SourceEntry> oci = read(images.image("linux/amd64"));

        assertThat(IndexAssembly.assemble(docker, IndexOptions.DEFAULT.withFormat(IndexFormat.OCI), List.of())
                .index()
                .mediaType()).isEqualTo(MediaType.OCI_INDEX);
        assertThat(IndexAssembly.assemble(oci, IndexOptions.DEFAULT.withFormat(IndexFormat.DOCKER), List.of())
                .index()
                .mediaType()).isEqualTo(MediaType.DOCKER_LIST);
    }

    @Test
    void aDockerListCannotBeAnnotated() throws IOException, InterruptedException {
        List<SourceEntry> docker = read(images.dockerImage("linux/amd64"));
        IndexOptions annotated = IndexOptions.DEFAULT.withAnnotations(Map.of("a", "b"));

        assertThatThrownBy(
                () -> IndexAssembly.assemble(docker, annotated.withFormat(IndexFormat.DOCKER), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no annotations");
        IndexPlan plan = IndexAssembly.assemble(docker, annotated, List.of());
        assertThat(plan.index().mediaType()).isEqualTo(MediaType.OCI_INDEX);
        assertThat(index(plan).annotations()).isEqualTo(Map.of("a", "b"));
    }

    @Test
    void aRequiredPlatformThatIsMissingIsNamed() throws IOException, InterruptedException {
        List<SourceEntry> entries = read(images.image("linux/amd64"), images.image("linux/arm64"));
        IndexOptions options = IndexOptions.DEFAULT
                .withRequire(List.of(Platform.parse("linux/arm64/v8"), Platform.parse("linux/s390x")));

        assertThatThrownBy(() -> IndexAssembly.assemble(entries, options, List.of()))
                .isInstanceOf(MissingPlatformException.class)
                .hasMessage("index: expected linux/s390x, found linux/amd64, linux/arm64");
    }

    @Test
    void thePlanSaysWhatGoesWhere() throws IOException, InterruptedException {
        Place place = new Place("registry.example", new RepositoryName("app"));
        Descriptor image = images.image("linux/amd64");
        List<SourceEntry> entries = new SourceReader(GraphLimits.DEFAULT, 2)
                .read(List.of(IndexSource.of("registry.example/app:amd64", store, image, Optional.of(place))));
        List<IndexTarget> targets = List.of(
                target("registry.example/app", Optional.of(place)),
                target("registry.example/other", Optional.of(new Place("registry.example", new RepositoryName(
                        "other")))),
                target("elsewhere.example/app", Optional.of(new Place("elsewhere.example", place.repository()))));

        IndexPlan plan = IndexAssembly.assemble(entries, IndexOptions.DEFAULT, targets);

        assertThat(plan.toText()).isEqualTo("""
            index %1$s  application/vnd.oci.image.index.v1+json  %2$d bytes
              linux/amd64  %3$s  from registry.example/app:amd64
            mount %3$s to registry.example/other
            copy %3$s to elsewhere.example/app
            tag registry.example/app:1.0
            tag registry.example/other:1.0
            tag elsewhere.example/app:1.0""".formatted(plan.digest(), plan.index().size(), image.digest()));
        assertThat(JsonWriter.indented(plan.toJson(), " ")).contains("\"digest\": \"" + plan.digest() + "\"",
                "\"mount\": true", "\"registry.example/app:1.0\"");
    }

    private static IndexTarget target(String location, Optional<Place> place) {
        return new IndexTarget(new MemoryStore(location), place, List.of(new Tag("1.0")), Precondition.NONE);
    }

    private static String platformWith(List<SourceEntry> entries, PlatformTrust trust)
            throws IOException {
        return index(IndexAssembly.assemble(entries, IndexOptions.DEFAULT.withTrust(trust), List.of())).manifests()
                .getFirst()
                .platform()
                .orElseThrow()
                .toString();
    }

    private IndexPlan assemble(Descriptor... roots) throws IOException, InterruptedException {
        return IndexAssembly.assemble(read(roots), IndexOptions.DEFAULT, List.of());
    }

    private List<SourceEntry> read(Descriptor... roots) throws IOException, InterruptedException {
        List<IndexSource> sources = new ArrayList<>();
        for (Descriptor root : roots) {
            sources.add(IndexSource.of("app@" + root.digest(), store, root, Optional.empty()));
        }
        return new SourceReader(GraphLimits.DEFAULT, 4).read(sources);
    }

    private static ImageIndex index(IndexPlan plan) throws IOException {
        return (ImageIndex) plan.index().parse();
    }
}
