package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.server.RegistryServer;
import dev.anyarch.server.ServerSettings;
import dev.anyarch.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BakeCommandTest {
    @TempDir
    Path directory;
    private Cli cli = new Cli(Path.of("."));

    @BeforeEach
    void makeContexts() throws IOException {
        cli = new Cli(directory);
        write("a/Dockerfile", "FROM scratch\nCOPY file /\n");
        write("a/file", "of a");
        write("b/Dockerfile", "FROM below\nCOPY file /b\n");
        write("b/file", "of b");
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(directory.resolve(name).getParent());
        Files.writeString(directory.resolve(name), text);
    }

    private Cli.Outcome succeed(String... arguments) {
        Cli.Outcome outcome = cli.run(arguments);
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        return outcome;
    }

    @Test
    void theExampleIsPushedForThreePlatforms() throws IOException {
        Path examples = Path.of("..", "examples").toAbsolutePath().normalize();
        copy(examples.resolve("stack"), directory.resolve("examples/stack"));
        copy(examples.resolve("hello/bin"), directory.resolve("examples/hello/bin"));
        Cli stack = new Cli(directory.resolve("examples/stack"));
        try (Storage storage = Storage.open(directory.resolve("registry"));
                RegistryServer server = RegistryServer.start(ServerSettings.loopback(), storage)) {
            String registry = "127.0.0.1:" + server.port();
            stack.withVariable("REGISTRY", registry);
            Cli.Outcome refused = stack.run("bake", "--push");
            assertThat(refused.exit()).isEqualTo(10);
            assertThat(refused.err()).contains("compose.yaml:", "../hello/bin", "--allow fs.read=");

            Cli.Outcome outcome = stack.run("bake", "--push", "--allow", "fs.read=../hello", "--metadata-file",
                    "m.json");
            assertThat(outcome.exit()).as(outcome.err()).isZero();
            assertThat(outcome.out()).contains("greeter", "page", registry + "/stack/page:1").doesNotContain("base");
            for (String image : new String[]{"greeter", "page"}) {
                assertThat(stack.run("platforms", registry + "/stack/" + image + ":1").out())
                        .isEqualTo("linux/amd64\nlinux/arm64\nlinux/arm/v7\n");
            }
            assertThat(Files.readString(directory.resolve("examples/stack/m.json")))
                    .contains("\"greeter\": {", "\"page\": {", "\"containerimage.digest\": \"sha256:");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    @Test
    void aTargetIsBuiltOnAnotherForWhateverPlatformsItHas() throws IOException {
        write("docker-bake.hcl", """
            target "below" {
              context = "a"
            }
            target "default" {
              context = "b"
              contexts = { below = "target:below" }
              platforms = ["linux/amd64", "linux/s390x"]
              tags = ["app:1", "app:2"]
              output = ["type=image", "type=local,dest=out"]
            }
            """);
        assertThat(succeed("bake", "--progress", "quiet").out()).contains("default", "linux/amd64,linux/s390x");
        assertThat(directory.resolve("out/linux_s390x/file")).hasContent("of a");
        assertThat(directory.resolve("out/linux_s390x/b")).hasContent("of b");
        assertThat(succeed("platforms", "store:app:2").out()).isEqualTo("linux/amd64\nlinux/s390x\n");
        assertThat(succeed("images").out()).doesNotContain("below");
    }

    @Test
    void mistakesInADockerfileOfATargetNameTheTarget() throws IOException {
        write("docker-bake.hcl", """
            target "web" {
              context = "a"
              contexts = { below = "b" }
              dockerfile-inline = "FROM scratch\\nCOPY --from=bellow / /\\n"
            }
            """);
        Cli.Outcome outcome = cli.run("bake", "web", "--progress", "quiet");
        assertThat(outcome.exit()).isIn(3, 7);
        assertThat(outcome.err()).contains("anyarch: bake: dockerfile-inline of web:2:13: image bellow: ",
                ", did you mean below?");
    }

    @Test
    void targetsThatGoToOnePlaceAreTold() throws IOException {
        write("docker-bake.hcl", """
            group "default" { targets = ["one", "two"] }
            target "one" {
              context = "a"
              tags = ["app:1", "app:one"]
            }
            target "two" {
              inherits = ["one"]
              tags = ["app:1", "app:two"]
            }
            """);
        assertThat(succeed("bake").err().lines())
                .containsOnlyOnce(
                        "warning: targets 'one' and 'two' both go to store:app:1, where only one of them stays")
                .noneMatch(line -> line.contains("app:two, where"));
    }

    @Test
    void basesSayWhichPlatformsThereAre() throws IOException {
        succeed("build", "--platform", "linux/amd64,linux/s390x", "-t", "below", "a");
        write("compose.yaml", "services:\n  web:\n    image: web\n    build: b\n");
        succeed("bake", "--set", "*.platform=all");
        assertThat(succeed("platforms", "store:web").out()).isEqualTo("linux/amd64\nlinux/s390x\n");
    }

    @Test
    void targetsReadAndWriteCaches() throws IOException {
        write("docker-bake.hcl", """
            group "default" {
              targets = ["web", "other"]
            }
            target "below" {
              context = "a"
            }
            target "web" {
              context = "b"
              contexts = { below = "target:below" }
              cache-from = ["type=local,src=cache"]
              cache-to = ["type=local,dest=cache", "type=gha"]
            }
            target "other" {
              context = "a"
              dockerfile-inline = "FROM scratch\\nCOPY file /other\\n"
              cache-to = [{ type = "local", dest = "other-cache", mode = "max" }]
            }
            """);
        Cli.Outcome first = succeed("bake", "--dry-run");
        assertThat(first.err()).contains("would write build cache", "warning: docker-bake.hcl:",
                "target 'web': cache-to type=gha is not available and left out");
        assertThat(directory.resolve("cache")).doesNotExist();
        assertThat(succeed("bake").err()).contains("wrote build cache oci:", "building without it");

        // another machine: what web is built on comes out of its cache, and what it does not name is not in there
        Cli other = new Cli(directory.resolve("machine"));
        copy(directory.resolve("a"), directory.resolve("machine/a"));
        copy(directory.resolve("b"), directory.resolve("machine/b"));
        copy(directory.resolve("cache"), directory.resolve("machine/cache"));
        Files.copy(directory.resolve("docker-bake.hcl"), directory.resolve("machine/docker-bake.hcl"));
        Cli.Outcome again = other.run("bake");
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.err().lines().filter(line -> line.endsWith(" CACHED"))).hasSize(2);
        assertThat(again.err().lines().filter(line -> line.contains("/other"))).allSatisfy(
                line -> assertThat(line).doesNotEndWith(" CACHED"));
        assertThat(other.run("bake", "--no-cache").err()).doesNotContain(" CACHED");
        assertThat(other.run("bake", "--set", "web.cache-to=type=local,dest=/elsewhere").err())
                .contains("target 'web' writes /elsewhere (cache-to)", "--allow fs.write=/elsewhere");
        assertThat(other.run("bake", "--set", "web.cache-from=type=locl,src=x").err())
                .contains("target 'web': ", "found 'locl'");
    }

    @Test
    void aDockerfileCanBeInTheBakeFile() throws IOException {
        write("docker-bake.hcl", """
            target "default" {
              context = "a"
              dockerfile-inline = <<-EOT
                FROM scratch
                ARG WHO
                COPY --from=more file /$WHO
              EOT
              args = { WHO = "me" }
              contexts = { more = "./b" }
              output = ["out"]
            }
            """);
        succeed("bake");
        assertThat(directory.resolve("out/me")).hasContent("of b");
    }

    @Test
    void nothingGetsANameWhenOneTargetFails() throws IOException {
        write("docker-bake.hcl", """
            group "default" {
              targets = ["good", "bad"]
            }
            target "good" {
              context = "a"
              tags = ["good"]
            }
            target "bad" {
              context = "a"
              dockerfile-inline = "FROM scratch\\nCOPY missing /\\n"
              tags = ["bad"]
            }
            """);
        Cli.Outcome outcome = cli.run("bake");
        assertThat(outcome.exit()).isEqualTo(8);
        assertThat(outcome.err()).contains("'missing' is not in the build context");
        assertThat(succeed("images").out()).doesNotContain("good");
        assertThat(succeed("bake", "good").out()).contains("store:good");
    }

    @Test
    void aNameThatCannotBeSetTakesTheOthersBack() throws IOException {
        write("compose.yaml", """
            services:
              one:
                image: ${REGISTRY}/one
                build: a
              two:
                image: 127.0.0.1:1/two
                build: a
            """);
        try (Storage storage = Storage.open(directory.resolve("registry"));
                RegistryServer server = RegistryServer.start(ServerSettings.loopback(), storage)) {
            String registry = "127.0.0.1:" + server.port();
            cli.withVariable("REGISTRY", registry);
            assertThat(cli.run("bake", "--push").exit()).isEqualTo(7);
            assertThat(cli.run("tags", registry + "/one").out()).isEmpty();
            succeed("bake", "--push", "one");
            assertThat(succeed("tags", registry + "/one").out()).isEqualTo("latest\n");
        }
    }

    @Test
    void whatIsThereIsListed() throws IOException {
        write("docker-bake.hcl", """
            variable "TAG" {
              type = string
              description = "of all images"
              default = "1"
            }
            group "default" {
              targets = ["b", "a"]
            }
            target "a" {
              description = "the first"
            }
            target "b" {
            }
            """);
        assertThat(succeed("bake", "--list", "targets").out()).isEqualTo("""
            TARGET    DESCRIPTION
            a         the first
            b
            default   a, b
            """);
        assertThat(succeed("bake", "--list", "type=variables,format=json").out())
                .contains("\"name\": \"TAG\"", "\"type\": \"string\"", "\"value\": \"1\"");
    }

    @Test
    void targetsAreCheckedInsteadOfBuilt() throws IOException {
        write("docker-bake.hcl", """
            target "default" {
              context = "a"
              dockerfile-inline = "from scratch\\nCOPY file /\\n"
              tags = ["app"]
            }
            """);
        Cli.Outcome outcome = cli.run("bake", "--check");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).contains("ConsistentInstructionCasing");
        assertThat(succeed("bake", "--dry-run", "-o", "json").out()).contains("\"default\": {", "\"digest\":");
        assertThat(succeed("images").out()).doesNotContain("app");
    }

    @Test
    void servicesOfWhichNoneIsBuiltAreToldApartFromSuccess() throws IOException {
        write("compose.yaml", "services: {db: {image: postgres}}\n");
        assertThat(succeed("bake").err()).contains("nothing to build", "no service has a build section");
        assertThat(cli.run("bake", "db").err()).contains("bake: there is no target or group 'db'")
                .doesNotContain("bake: bake:");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        target "a" { tagz = [] }                        | 8  | docker-bake.hcl:1:14: target 'a' has no attribute 'tagz'; did you mean 'tags'?
        targt "a" {}                                    | 8  | docker-bake.hcl:1:1: there is no block 'targt'; did you mean 'target'?
        target "a" { inherits = ["b"] }                 | 8  | target 'a' inherits from 'b', which is no target
        target "a" { contexts = { x = "target:a" } }    | 8  | target 'a' is built on itself
        target "a" { tags = "x" }                       | 8  | docker-bake.hcl:1:21: tags: expected a list, found 'x'
        target "a" { context = missing }                | 8  | docker-bake.hcl:1:24: there is no variable 'missing'
        target "a" { matrix = { v = ["1", "2"] } }      | 8  | the matrix makes target 'a' twice
        target "a" { output = ["dest=x,push=true"] }    | 8  | expected type=…
        target "a" { attest = ["type=sbom"] }           | 10 | not available in this version: attest sbom
        target "a" { output = ["type=docker"] }         | 2  | target 'a': output 'type=docker': expected name=NAME or --tag NAME
        target "a" { context = "/" }                    | 10 | outside of the working directory; --allow fs.read=/ permits it
        target "a" { ssh = ["default"] }                | 10 | target 'a' uses your SSH agent; --allow ssh permits it
        target "a" { ssh = ["x=/key"] }                 | 10 | target 'a' reads /key (ssh), which is outside of the working directory; --allow fs.read=/key
        target "a" { entitlements = ["security.insecure"] } | 10 | target 'a' executes commands with all privileges of the caller; --allow security.insecure
        target "a" { output = ["type=image"] }          | 2  | target 'a': output 'type=image': expected name=NAME or --tag NAME
        target "a" { dockerfile = "none" }              | 3  | docker-bake.hcl:1:1: target 'a', dockerfile none
        target "b" {}                                   | 8  | there is no target or group 'a'
        """)
    void mistakesAreToldWithTheirPlace(String text, int exit, String message) throws IOException {
        write("docker-bake.hcl", text + "\n");
        Cli.Outcome outcome = cli.run("bake", "a");
        assertThat(outcome.err()).contains(message);
        assertThat(outcome.exit()).isEqualTo(exit);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --set a.tagz=x   | 2  | there is no key 'tagz' to set; did you mean 'tags'?
        --set b.tags=x   | 2  | no target matches 'b'
        --set a.args=x   | 2  | expected TARGET.args.NAME=VALUE
        --provenance max | 10 | attestations are not available
        --sbom=true      | 10 | option --sbom true: attestations are not available in this version; leave it out
        --builder b      | 2  | option --builder is not available: there are no builders
        --allow everyth  | 2  | option --allow
        https://host/r   | 10 | definitions from elsewhere are not available
        --list all       | 2  | expected targets or variables
        -f none.hcl      | 3  | none.hcl
        """)
    void optionsAreChecked(String options, int exit, String message) throws IOException {
        write("docker-bake.hcl", "target \"a\" {\n  context = \"a\"\n  tags = [\"a\"]\n}\n");
        Cli.Outcome outcome = cli.run(("bake a " + options).split(" "));
        assertThat(outcome.err()).contains(message);
        assertThat(outcome.exit()).isEqualTo(exit);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        build: {contxt: x}                             | compose.yaml:3:13: service 'web', build: there is no 'contxt'; did you mean 'context'?
        build: {context: ., isolation: process}        | 'isolation' is not available
        build: {context: ., secrets: [x]}              | there is no secret 'x'
        build: {context: '${NEEDED:?say it}'}          | variable NEEDED is required: say it
        build: {context: '${'}                         | expected the name of a variable after '${'
        build: {context: ., no_cache: maybe}           | expected true or false, found 'maybe'
        build: {context: ., x-bake: {tagz: []}}        | service 'web', x-bake: there is no 'tagz'; did you mean 'tags'?
        extends: web                                   | service 'web' extends itself
        extends: {service: x, file: none.yaml}         | 'none.yaml' cannot be read
        build: [                                       | compose.yaml:
        build: !weird x                                | the tag !weird is not available
        """)
    void mistakesInComposeFilesAreToldWithTheirPlace(String service, String message) throws IOException {
        write("compose.yaml", "services:\n  web:\n    " + service + "\n");
        Cli.Outcome outcome = cli.run("bake", "--print");
        assertThat(outcome.err()).contains(message);
        assertThat(outcome.exit()).isEqualTo(8);
    }
}
