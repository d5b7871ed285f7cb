package dev.anyarch.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.testkit.RawHttp.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OCI distribution-spec, "Content Discovery". */
class DiscoveryTest {
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");
    private static final Pattern DIGESTS = Pattern.compile("\"digest\":\"(sha256:[0-9a-f]+)\"");

    @TempDir
    Path directory;

    private TestRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = TestRegistry.start(directory);
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    @Test
    void tagsComeInOrderAndInParts() throws IOException {
        RawManifest image = registry.image("a", "x");
        for (String tag : List.of("c", "a", "b", "A", "10", "9")) {
            registry.pushManifest("a", tag, image);
        }
        assertThat(registry.get("/v2/a/tags/list").text())
                .isEqualTo("{\"name\":\"a\",\"tags\":[\"10\",\"9\",\"A\",\"a\",\"b\",\"c\"]}");
        Response first = registry.get("/v2/a/tags/list?n=4");
        assertThat(first.text()).contains("[\"10\",\"9\",\"A\",\"a\"]");
        Response second = registry.get(next(first).orElseThrow());
        assertThat(second.text()).contains("[\"b\",\"c\"]");
        assertThat(next(second)).isEmpty();
        assertThat(next(registry.get("/v2/a/tags/list?n=6"))).isEmpty();
        assertThat(registry.get("/v2/a/tags/list?last=aa").text()).contains("[\"b\",\"c\"]");
        Response none = registry.get("/v2/a/tags/list?n=0");
        assertThat(none.text()).contains("[]");
        assertThat(next(none)).isEmpty();
    }

    @Test
    void aRepositoryThatIsNotThereHasNoTags() throws IOException {
        Response response = registry.get("/v2/a/tags/list");
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text()).contains("NAME_UNKNOWN");
    }

    @Test
    void repositoriesComeInOrderAndInParts() throws IOException {
        for (String name : List.of("b/c", "a", "b")) {
            registry.pushManifest(name, "t", registry.image(name, "x"));
        }
        assertThat(registry.get("/v2/_catalog").text()).isEqualTo("{\"repositories\":[\"a\",\"b\",\"b/c\"]}");
        Response first = registry.get("/v2/_catalog?n=2");
        assertThat(first.text()).contains("[\"a\",\"b\"]");
        Response second = registry.get(next(first).orElseThrow());
        assertThat(second.text()).contains("[\"b/c\"]");
        assertThat(next(second)).isEmpty();
    }

    @Test
    void referrersOfASubjectThatIsNotThere() throws IOException {
        RawManifest subject = registry.image("a", "subject");
        RawManifest referrer = registry.image("a", "r", Optional.of(subject.descriptor()), Optional.of("text/x"));
        Response push = registry.pushManifest("a", referrer.digest().toString(), referrer);
        assertThat(push.status()).isEqualTo(201);
        assertThat(push.header("OCI-Subject")).hasValue(subject.digest().toString());
        Response response = registry.get("/v2/a/referrers/" + subject.digest());
        assertThat(response.header("Content-Type")).hasValue(MediaType.OCI_INDEX.value());
        assertThat(response.text()).contains(referrer.digest().toString())
                .contains("\"artifactType\":\"text/x\"")
                .contains("\"name\":\"r\"");
        Response none = registry.get("/v2/nowhere/referrers/" + subject.digest());
        assertThat(none.status()).isEqualTo(200);
        assertThat(none.text()).contains("\"manifests\":[]");
    }

    @Test
    void referrersAreFilteredAndComeInParts() throws IOException {
        RawManifest subject = registry.image("a", "subject");
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Optional<String> type = Optional.of(i % 2 == 0 ? "text/a+b" : "text/other");
            RawManifest referrer = registry.image("a", "r" + i, Optional.of(subject.descriptor()), type);
            registry.pushManifest("a", referrer.digest().toString(), referrer);
            if (i % 2 == 0) {
                expected.add(referrer.digest().toString());
            }
        }
        List<String> found = new ArrayList<>();
        Optional<String> target = Optional
                .of("/v2/a/referrers/%s?artifactType=text/a%%2Bb&n=3".formatted(subject.digest()));
        int parts = 0;
        while (target.isPresent()) {
            Response response = registry.get(target.get());
            assertThat(response.header("OCI-Filters-Applied")).hasValue("artifactType");
            Matcher digests = DIGESTS.matcher(response.text());
            while (digests.find()) {
                found.add(digests.group(1));
            }
            target = next(response);
            parts++;
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(parts).isEqualTo(2);
    }

    private static Optional<String> next(Response response) {
        return response.header("Link").map(link -> {
            Matcher matcher = NEXT.matcher(link);
            assertThat(matcher.matches()).as(link).isTrue();
            return matcher.group(1);
        });
    }
}
