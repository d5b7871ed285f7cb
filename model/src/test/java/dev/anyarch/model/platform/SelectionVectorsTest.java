package dev.anyarch.model.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.Annotations;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each engine picks, recorded from the engines' own code: {@code selection-vectors.json} has the index, the wanted
 * platform and the answer of every engine.
 */
class SelectionVectorsTest {
    private static final Map<String, Engine> COLUMNS = Map.ofEntries(Map.entry("buildx-filter", Engine.IMAGETOOLS),
            Map.entry("containerd", Engine.CONTAINERD), Map.entry("containerd-strict", Engine.CONTAINERD_STRICT),
            Map.entry("crane", Engine.CRANE), Map.entry("docker-classic", Engine.DOCKER),
            Map.entry("jib", Engine.JIB), Map.entry("oras", Engine.ORAS), Map.entry("oras-java", Engine.ORAS_JAVA),
            Map.entry("podman", Engine.PODMAN), Map.entry("regctl", Engine.REGCTL),
            Map.entry("skopeo-docker", Engine.SKOPEO), Map.entry("skopeo-oci", Engine.SKOPEO));

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("vectors")
    void engineAnswersAsRecorded(String id, String column, String want, List<JsonFields> index, String answer)
            throws IOException {
        MediaType mediaType = column.equals("skopeo-docker") ? MediaType.DOCKER_LIST : MediaType.OCI_INDEX;
        Candidate root = new Candidate.Index(Candidates.descriptor(mediaType, Optional.empty()),
                () -> candidates(index));

        Selection selection = Objects.requireNonNull(COLUMNS.get(column))
                .select(root, SelectionRequest.of(Platform.parse(want)));

        assertThat(answer(selection)).as("%s in %s: %s", id, column, selection).isEqualTo(answer);
        assertThat(selection.digest().isPresent() || selection instanceof Selection.Subset)
                .as("a digest unless nothing is picked")
                .isEqualTo(selection.error().isEmpty());
        assertThat(selection.why()).isNotBlank();
    }

    @Test
    void everyColumnOfEveryVectorIsTried() throws IOException {
        assertThat(vectors()).hasSize(62 * COLUMNS.size());
    }

    private static String answer(Selection selection) {
        String paths = String.join(",", Candidates.paths(selection));
        return switch (selection) {
            case Selection.One one -> one.why().contains("index and is returned") ? paths + "(index itself)" : paths;
            case Selection.Subset _ -> "{" + paths + "}";
            case Selection.None none -> switch (none.kind()) {
                case NO_MATCH -> "ERR";
                case NESTED_INDEX -> paths + ":ERR(nested)";
                case BAD_PLATFORM -> "PARSE-ERR";
            };
        };
    }

    static Stream<Arguments> vectors() throws IOException {
        List<Arguments> arguments = new ArrayList<>();
        for (JsonFields vector : read()) {
            JsonFields picks = vector.object("picks").orElseThrow();
            for (String column : picks.object().members().keySet()) {
                String pick = picks.requiredString(column);
                // a filter that keeps nothing fails, which the recording writes as the empty set
                arguments.add(Arguments.of(vector.requiredString("id"), column, vector.requiredString("want"),
                        vector.objects("index"), pick.equals("{}") ? "ERR" : pick));
            }
        }
        return arguments.stream();
    }

    private static List<JsonFields> read() throws IOException {
        try (InputStream in = Objects
                .requireNonNull(SelectionVectorsTest.class.getResourceAsStream("selection-vectors.json"))) {
            Json document = JsonReader.read(in.readAllBytes(), "selection-vectors.json");
            return new JsonFields(new Json.Obj(Map.of("vectors", document)), "selection-vectors.json")
                    .objects("vectors");
        }
    }

    private static List<Candidate> candidates(List<JsonFields> entries) throws InvalidContentException {
        List<Candidate> candidates = new ArrayList<>();
        for (JsonFields entry : entries) {
            Optional<JsonFields> written = entry.object("platform");
            Optional<Platform> platform = written.isPresent()
                    ? Optional.of(Platform.fromJson(written.get()))
                    : Optional.empty();
            if (entry.has("index")) {
                candidates.add(new Candidate.Index(Candidates.descriptor(MediaType.OCI_INDEX, platform),
                        () -> candidates(entry.objects("index"))));
            } else {
                Descriptor descriptor = Candidates.descriptor(MediaType.OCI_MANIFEST, platform);
                candidates.add(new Candidate.Image(
                        entry.has("zstd")
                                ? descriptor.withAnnotations(Map.of(Annotations.CONTAINERS_ZSTD, "true"))
                                : descriptor,
                        () -> Platform.fromJson(entry.object("config").orElseThrow())));
            }
        }
        return candidates;
    }
}
