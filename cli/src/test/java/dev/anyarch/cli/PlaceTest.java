package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.reference.RepositoryName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
    /** An engine has no digests of manifests. */
    private static final String DAEMON_DIGEST = "docker-daemon:alpine"
            + "@sha256:4d25d22391b5c82c53d16023f02904793838ff5d48e26a9e7f93a356a6fc2e16";

    @ParameterizedTest
    @CsvSource({"alpine, docker.io/library/alpine:latest", "localhost:5000/a:1, localhost:5000/a:1",
        "docker://alpine, docker.io/library/alpine:latest", "store:alpine:3, store:alpine:3",
        "oci:dir, oci:dir", "oci:/a/b:1.0, oci:/a/b:1.0", "oci-archive:x.tar:v, oci-archive:x.tar:v",
        "docker-archive:x.tar:a/b:1, docker-archive:x.tar:a/b:1", "oci:C:\\dir:1, oci:C:\\dir:1",
        "docker:27, docker.io/library/docker:27", "docker-daemon:a/b, docker-daemon:a/b:latest",
        "oci, docker.io/library/oci:latest"})
    void placesAreReadAndWritten(String text, String written) throws UsageException {
        assertThat(Place.parse(text)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "UPPER", "oci:", "oci::tag", "store:", "docker-daemon:", DAEMON_DIGEST, "a:b:c",
        "alpine@sha256:1"})
    void whatIsNoPlaceIsAUsageError(String text) {
        assertThatThrownBy(() -> Place.parse(text)).isInstanceOf(UsageException.class);
    }

    @ParameterizedTest
    @CsvSource({"alpine, alpine, alpine", "user/app, user/app, user/app",
        "registry.example/app, registry.example/app, registry.example/app",
        "localhost:5000/a/b, localhost__5000/a/b, localhost:5000/a/b"})
    void storeKeepsImagesUnderTheirShortName(String text, String repository, String familiar) throws UsageException {
        RepositoryName name = StoreNames.repository(Place.reference(text));
        assertThat(name.value()).isEqualTo(repository);
        assertThat(StoreNames.familiar(name)).isEqualTo(familiar);
    }
}
