package dev.anyarch.client.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.reference.RegistryName;
import dev.anyarch.model.reference.RepositoryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerConfigFileTest {
    private static final RegistryName REGISTRY = new RegistryName("registry.example");

    @TempDir
    Path directory;

    private Path file(String json) throws IOException {
        return Files.writeString(directory.resolve("config.json"), json);
    }

    private DockerConfigFile config(String json) throws IOException {
        return DockerConfigFile.read(file(json), Map.of("PATH", directory + ":/usr/bin:/bin"));
    }

    private static Optional<Credential> find(DockerConfigFile config, String registry) throws IOException {
        return config.find(new RegistryName(registry), Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"registry.example, registry.example", "https://registry.example, registry.example",
        "https://registry.example/v1/, registry.example", "http://registry.example/v2/, registry.example",
        "registry.example/, registry.example", "registry.example:5000, registry.example:5000",
        "https://index.docker.io/v1/, docker.io", "docker.io, docker.io", "index.docker.io, docker.io",
        "registry-1.docker.io, docker.io"})
    void keysAreWrittenInManyWays(String key, String registry) throws Exception {
        DockerConfigFile config = config("{\"auths\":{\"%s\":{\"auth\":\"dTpw\"}}}".formatted(key));
        assertThat(find(config, registry)).contains(new Credential.Password("u", "p"));
        assertThat(find(config, "other.example")).isEmpty();
    }

    @Test
    void everyFormOfEntryIsUnderstood() throws Exception {
        DockerConfigFile config = config("""
            {"auths": {
              "a.example": {"auth": "dTpwOnEA"}, "b.example": {"username": "u", "password": "p"},
              "c.example": {"auth": "dTo=", "identitytoken": "refresh"}, "d.example": {"registrytoken": "bearer"},
              "e.example": {}, "f.example": null}}""");
        assertThat(find(config, "b.example")).contains(new Credential.Password("u", "p"));
        assertThat(find(config, "c.example")).contains(new Credential.IdentityToken("refresh"));
        assertThat(find(config, "d.example")).contains(new Credential.RegistryToken("bearer"));
        assertThat(find(config, "e.example")).isEmpty();
        assertThat(find(config, "f.example")).isEmpty();
    }

    @Test
    void podmanHasCredentialsForPartsOfARegistry() throws Exception {
        DockerConfigFile config = config("""
            {"auths": {"registry.example/team": {"auth": "dGVhbTpw"}, "registry.example": {"auth": "YWxsOnA="}}}""");
        assertThat(config.find(REGISTRY, Optional.of(new RepositoryName("team/app"))))
                .contains(new Credential.Password("team", "p"));
        assertThat(config.find(REGISTRY, Optional.of(new RepositoryName("teams/app"))))
                .contains(new Credential.Password("all", "p"));
    }

    @Test
    void malformedEntriesAreNamed() throws Exception {
        assertThatThrownBy(() -> find(config("{\"auths\":{\"a.example\":{\"auth\":\"?\"}}}"), "a.example"))
                .isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining("a.example");
        assertThatThrownBy(() -> config("{\"auths\"")).isInstanceOf(InvalidContentException.class);
    }

    @Test
    void noSecretIsInTheTextForm() throws Exception {
        assertThat(config("{\"auths\":{\"a.example\":{\"auth\":\"dTpw\"}}}").toString()).doesNotContain("dTpw");
        assertThat(new Credential.Password("u", "hidden").toString()).doesNotContain("hidden");
        assertThat(new Credential.IdentityToken("hidden").toString()).doesNotContain("hidden");
        assertThat(new Credential.RegistryToken("hidden").toString()).doesNotContain("hidden");
    }

    @Test
    void loginKeepsEverythingElse() throws Exception {
        DockerConfigFile config = config(
                """
                    {"HttpHeaders": {"X": "1"}, "auths": {"other.example": {"auth": "bzpw", "x": 1}}, "detachKeys": "ctrl-e"}""");
        assertThat(config.login(REGISTRY, new Credential.Password("u", "p"))).contains("config.json, unencrypted");
        DockerConfigFile changed = DockerConfigFile.read(config.path(), Map.of());
        assertThat(changed.json().members().keySet()).containsExactly("HttpHeaders", "auths", "detachKeys");
        assertThat(find(changed, "registry.example")).contains(new Credential.Password("u", "p"));
        assertThat(find(changed, "other.example")).contains(new Credential.Password("o", "p"));
        assertThat(Files.readString(config.path())).contains("\"x\": 1");
    }

    @Test
    void dockerHubHasItsOldName() throws Exception {
        DockerConfigFile config = config("{}");
        config.login(RegistryName.DOCKER_HUB, new Credential.Password("u", "p"));
        assertThat(Files.readString(config.path())).contains("\"https://index.docker.io/v1/\"");
    }

    @Test
    void onlyTheOwnerMayReadWhatLoginWrites() throws Exception {
        Path path = directory.resolve("new/config.json");
        DockerConfigFile.read(path, Map.of()).login(REGISTRY, new Credential.IdentityToken("t"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
        try (var files = Files.list(directory.resolve("new"))) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void aLinkStaysALink() throws Exception {
        Path real = Files.writeString(directory.resolve("dotfile.json"), "{}");
        Path link = Files.createSymbolicLink(directory.resolve("config.json"), real);
        DockerConfigFile.read(link, Map.of()).login(REGISTRY, new Credential.Password("u", "p"));
        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(real)).contains("registry.example");
    }

    @Test
    void logoutForgetsEveryNameOfTheRegistry() throws Exception {
        DockerConfigFile config = config("""
            {"auths": {"https://registry.example/v1/": {"auth": "dTpw"}, "registry.example": {}, "b.example": {}}}""");
        assertThat(config.logout(REGISTRY)).isTrue();
        DockerConfigFile changed = DockerConfigFile.read(config.path(), Map.of());
        assertThat(Files.readString(config.path())).contains("b.example").doesNotContain("registry.example");
        assertThat(changed.logout(REGISTRY)).isFalse();
    }

    private void helper(String name, String script) throws IOException {
        Path program = Files.writeString(directory.resolve("docker-credential-" + name), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void keepingHelper(String name) throws IOException {
        helper(name,
                """
                    kept=%s/kept
                    case $1 in
                    store) cat > $kept ;;
                    get) read server; if [ -f $kept ]; then cat $kept; else echo "credentials not found in native keychain"; exit 1; fi ;;
                    erase) cat > %s/erased; rm -f $kept ;;
                    esac
                    """.formatted(
                        directory, directory));
    }

    @Test
    void aHelperKeepsGivesAndForgets() throws Exception {
        keepingHelper("test");
        DockerConfigFile config = config("{\"credsStore\":\"test\"}");
        assertThat(find(config, "registry.example")).isEmpty();
        assertThat(config.login(REGISTRY, new Credential.Password("u", "p\"ä"))).contains("helper test");
        assertThat(Files.readString(config.path())).contains("\"registry.example\": {}").doesNotContain("auth\"");
        assertThat(Files.readString(directory.resolve("kept")))
                .isEqualTo("{\"ServerURL\":\"registry.example\",\"Username\":\"u\",\"Secret\":\"p\\\"ä\"}");
        assertThat(find(config, "registry.example")).contains(new Credential.Password("u", "p\"ä"));
        assertThat(DockerConfigFile.read(config.path(), config.environment()).logout(REGISTRY)).isTrue();
        assertThat(Files.readString(directory.resolve("erased"))).isEqualTo("registry.example");
        assertThat(find(config, "registry.example")).isEmpty();
    }

    @Test
    void aHelperForOneRegistryGoesBeforeTheOneForAll() throws Exception {
        helper("one", "echo '{\"Username\":\"<token>\",\"Secret\":\"refresh\"}'\n");
        helper("all", "echo '{\"Username\":\"all\",\"Secret\":\"p\"}'\n");
        DockerConfigFile config = config("{\"credHelpers\":{\"registry.example\":\"one\"},\"credsStore\":\"all\"}");
        assertThat(find(config, "registry.example")).contains(new Credential.IdentityToken("refresh"));
        assertThat(find(config, "other.example")).contains(new Credential.Password("all", "p"));
    }

    @Test
    void aHelperThatIsNotThereIsNamedWithItsSetting() throws Exception {
        DockerConfigFile config = config("{\"credsStore\":\"desktop\"}");
        assertThatThrownBy(() -> find(config, "registry.example")).isInstanceOf(IOException.class)
                .hasMessageContaining("config.json, credsStore")
                .hasMessageContaining("docker-credential-desktop");
    }

    @Test
    void aHelperThatFailsIsQuoted() throws Exception {
        helper("broken", "echo 'keychain is locked'; exit 3\n");
        DockerConfigFile config = config("{\"credsStore\":\"broken\"}");
        assertThatThrownBy(() -> find(config, "registry.example")).isInstanceOf(IOException.class)
                .hasMessageContaining("exit code 3: keychain is locked");
    }

    @Test
    void filesAreAskedInOrder() throws Exception {
        Path home = directory.resolve("home");
        Files.createDirectories(home.resolve(".docker"));
        Files.createDirectories(directory.resolve("run/containers"));
        Files.writeString(home.resolve(".docker/config.json"),
                "{\"auths\":{\"a.example\":{\"auth\":\"ZG9ja2VyOnA=\"}}}");
        Files.writeString(directory.resolve("run/containers/auth.json"), """
            {"auths":{"a.example":{"auth":"cG9kbWFuOnA="},"b.example":{"auth":"cG9kbWFuOnA="}}}""");
        Path override = Files.writeString(directory.resolve("own.json"),
                "{\"auths\":{\"a.example\":{\"auth\":\"b3duOnA=\"}}}");
        Map<String, String> environment = Map.of("XDG_RUNTIME_DIR", directory.resolve("run").toString());
        CredentialFiles files = CredentialFiles.locate(environment, home);
        assertThat(files.find(new RegistryName("a.example"), Optional.empty()))
                .contains(new Credential.Password("docker", "p"));
        assertThat(files.find(new RegistryName("b.example"), Optional.empty()))
                .contains(new Credential.Password("podman", "p"));
        assertThat(CredentialFiles.locate(Map.of("ANYARCH_AUTH_FILE", override.toString()), home)
                .find(new RegistryName("a.example"), Optional.empty())).contains(new Credential.Password("own", "p"));
    }
}
