package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.testkit.ClosedPort;
import dev.anyarch.testkit.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every step of login, pull, copy, push and index create, refused and broken in every way by what stands in front of a real
 * registry: the exit code, what the message says, and that nothing is left that could be taken for a result.
 */
@Execution(ExecutionMode.CONCURRENT)
class RegistryFailureTest {
    /** A registry that does not lend a blob is sent it instead. */
    private static final Set<Step> LENDING = EnumSet.of(Step.MOUNT);
    /** What is not found there is the way, not the image. */
    private static final Set<Step> WITHOUT_IMAGE = EnumSet.of(Step.PING, Step.LOGIN_TOKEN, Step.TOKEN,
            Step.PUSH_TOKEN);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void unauthorizedExitsWith5(Step step) throws IOException {
        requireDenied(step, 401);
    }

    @ParameterizedTest
    @EnumSource
    void forbiddenExitsWith5(Step step) throws IOException {
        requireDenied(step, 403);
    }

    private void requireDenied(Step step, int status) throws IOException {
        if (LENDING.contains(step)) {
            requireSuccess(step, status);
            return;
        }
        String message = requireFailure(step, status, 5);
        assertThat(message).contains("http://", Integer.toString(status), "anyarch login").doesNotContain("hidden");
    }

    /** The question for a blob to be pushed is answered by this. */
    @ParameterizedTest
    @EnumSource
    void notFoundExitsWith3(Step step) throws IOException {
        if (LENDING.contains(step) || step == Step.BLOB_HEAD) {
            requireSuccess(step, 404);
        } else if (WITHOUT_IMAGE.contains(step)) {
            assertThat(requireFailure(step, 404, 7)).contains("404");
        } else if (step != Step.BLOB_PUT) {
            requireFailure(step, 404, 3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rateLimitExitsWith6AndSaysUntilWhen(Step step) throws IOException {
        String message = requireFailure(step, 429, 6);
        assertThat(message).contains("429").containsOnlyOnce("; try again at 20").endsWith("Z");
    }

    @ParameterizedTest
    @EnumSource
    void aServerErrorIsTriedAgainAndThenExitsWith7(Step step) throws IOException {
        assertThat(requireFailure(step, 500, 7)).contains("500");
    }

    @ParameterizedTest
    @EnumSource
    void aServerErrorThatPassesIsNotNoticed(Step step) throws IOException {
        try (RegistryScene scene = RegistryScene.start(directory)) {
            AtomicBoolean failed = new AtomicBoolean();
            scene.front().when(request -> step.is(request) && !failed.getAndSet(true), Step.refusal(500, scene));
            Cli.Outcome outcome = step.run(scene);
            assertThat(outcome.exit()).as(outcome.err()).isZero();
            assertThat(failed).isTrue();
        }
    }

    @Test
    void anUploadThatTheRegistryHasLostIsBegunAgain() throws Exception {
        assertThat(requireFailure(Step.BLOB_PUT, 404, 7)).contains("lost the upload");
    }

    @ParameterizedTest
    @EnumSource(names = {"BLOB_GET", "LAYOUT_BLOB_GET", "ARCHIVE_BLOB_GET"})
    void aConnectionThatIsCutInABlobOnItsWayHereExitsWith7(Step step) throws IOException {
        try (RegistryScene scene = RegistryScene.start(directory)) {
            // without a length, so that only the end tells
            scene.front().when(step::is, Reply.of(200).body("x".repeat(100)).chunked().cutAfter(50));
            Cli.Outcome outcome = step.run(scene);
            assertThat(outcome.exit()).as(outcome.err()).isEqualTo(7);
            assertThat(lastLine(outcome)).startsWith("anyarch: %s: GET http://%s/v2/app/blobs/sha256:"
                    .formatted(step.operation(), scene.name())).contains("broke off after ");
            scene.requireNothingNew();
        }
    }

    @Test
    void aConnectionThatIsCutInABlobOnItsWayThereExitsWith7() throws Exception {
        try (RegistryScene scene = RegistryScene.start(directory)) {
            scene.front().when(Step.BLOB_PUT::is, Reply.cutAtBody(100));
            Cli.Outcome outcome = Step.BLOB_PUT.run(scene);
            assertThat(outcome.exit()).as(outcome.err()).isEqualTo(7);
            assertThat(lastLine(outcome))
                    .startsWith("anyarch: copy: PUT http://" + scene.name() + "/v2/new/blobs/uploads/");
            scene.requireNothingNew();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pull DOWN/app:1", "copy DOWN/app:1 oci:copied:1", "copy oci:images:1 DOWN/new:1",
        "tags DOWN/app", "login DOWN -u me -p hidden"})
    void aRegistryThatIsDownExitsWith7(String command) throws IOException {
        try (ClosedPort port = new ClosedPort(); RegistryScene scene = RegistryScene.start(directory)) {
            String down = port.address();
            Cli.Outcome outcome = scene.run(command.replace("DOWN", down).split(" ", -1));
            assertThat(outcome.exit()).as(outcome.err()).isEqualTo(7);
            assertThat(lastLine(outcome)).startsWith("anyarch: " + command.substring(0, command.indexOf(' ')) + ": ")
                    .contains("http://" + down + "/v2/", "cannot connect");
            scene.requireNothingNew();
        }
    }

    /** The message; before it there may be progress. */
    private static String lastLine(Cli.Outcome outcome) {
        return outcome.err().lines().toList().getLast();
    }

    private void requireSuccess(Step step, int status) throws IOException {
        try (RegistryScene scene = RegistryScene.start(directory)) {
            scene.front().when(step::is, Step.refusal(status, scene));
            Cli.Outcome outcome = step.run(scene);
            assertThat(outcome.exit()).as(outcome.err()).isZero();
            assertThat(scene.front().requests()).anyMatch(step::is);
        }
    }

    /** The message of a command that fails at a step. */
    private String requireFailure(Step step, int status, int exit) throws IOException {
        try (RegistryScene scene = RegistryScene.start(directory)) {
            scene.front().when(step::is, Step.refusal(status, scene));
            Cli.Outcome outcome = step.run(scene);
            assertThat(outcome.exit()).as(outcome.err()).isEqualTo(exit);
            assertThat(outcome.out()).isEmpty();
            assertThat(lastLine(outcome)).startsWith("anyarch: " + step.operation() + ": ").contains(scene.name());
            scene.requireNothingNew();
            return lastLine(outcome);
        }
    }
}
