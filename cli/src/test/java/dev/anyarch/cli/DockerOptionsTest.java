package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every option of the same commands of {@code docker buildx}: it is there, or its refusal says what to do. */
class DockerOptionsTest {
    private static final String BUILD = """
        --add-host --allow --annotation --attest --build-arg --build-context --builder --cache-from --cache-to --call
        --cgroup-parent --check -D --debug -f --file --iidfile --label --load --metadata-file --network --no-cache
        --no-cache-filter -o --output --platform --policy --progress --provenance --pull --push -q --quiet --resource
        --sbom --secret --shm-size --ssh -t --tag --target --ulimit""";
    private static final String BAKE = """
        --allow --builder --call --check -D --debug -f --file --list --load --metadata-file --no-cache --print
        --progress --provenance --pull --push --sbom --set --var""";
    private static final String PRUNE = """
        -a --all --builder -D --debug --filter -f --force --max-used-space --min-free-space --reserved-space
        --keep-storage --timeout --verbose""";
    private static final String DU = "--builder -D --debug --filter --verbose";

    @TempDir
    Path directory = Path.of("");

    @Test
    void everyOneIsThereOrRefused() {
        check(new BuildCommand(), BUILD);
        check(new BakeCommand(), BAKE);
        check(new PruneCommand(), PRUNE);
        check(new DuCommand(), DU);
    }

    private static void check(Command command, String names) {
        for (String name : List.of(names.split("\\s+"))) {
            boolean isThere = command.spec().find(name).isPresent();
            String refusal = DockerOptions.refusal(command.spec().name(), name).orElse("");
            assertThat(isThere || refusal.length() > 10).as("%s %s", command.spec().name(), name).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        build --policy x .                    | 2  | option --policy is not available: source policies
        build -D .                            | 2  | option -D is not available: use --debug
        build --provenance mode=max .         | 10 | option --provenance mode=max: attestations are not available
        build --sbom true .                   | 10 | leave it out
        build --attest type=sbom .            | 10 | option --attest type=sbom
        build --attest type=sbom,disabled=true --sbom false --provenance=false -t x none | 3 | none
        prune --timeout 3s                    | 2  | there is no daemon to wait for
        prune --filter type=regulr            | 2  | found 'regulr'; did you mean 'regular'?
        prune --filter inuse=true             | 2  | expected until=VALUE, unused-for=VALUE, type=VALUE, id=VALUE, found 'inuse=true'
        du --filter unused-for=soon           | 2  | 'soon' is not a duration
        du --builder x                        | 2  | option --builder is not available
        plan -t x .                           | 2  | option -t is not available: nothing is built
        plan --push .                         | 2  | leave it out
        plan --format json .                  | 2  | -o json prints the plan
        plan --nosuch .                       | 2  | unknown option '--nosuch'
        inspect --builder x                   | 2  | unknown option '--builder'
        """)
    void refusalsSayWhatToDo(String arguments, int exit, String message) {
        Cli.Outcome outcome = new Cli(directory).run(arguments.split(" "));
        assertThat(outcome.err()).contains(message);
        assertThat(outcome.exit()).isEqualTo(exit);
    }
}
