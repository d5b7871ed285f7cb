package dev.anyarch.builder.build;

import static dev.anyarch.builder.build.BuildFixture.AMD64;
import static dev.anyarch.builder.build.BuildFixture.ARM64;
import static dev.anyarch.builder.build.BuildFixture.ARM_V7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildPlannerTest {
    private static final Platform I386 = Platform.parse("linux/386");

    @TempDir
    Path context = Path.of("");

    private BuildFixture fixture = new BuildFixture(context);

    @BeforeEach
    void bases() throws IOException {
        fixture = new BuildFixture(context);
        fixture.base("os", Json.Obj.EMPTY, BuildFixture.files("a", "a"), AMD64, ARM64, I386);
        fixture.base("sdk", new JsonBuilder().putUnlessEmpty("Env", List.of("TOOL=x")).build(),
                BuildFixture.files("a", "a"), AMD64, ARM64);
    }

    private BuildPlan plan(String dockerfile, Platform... platforms) throws IOException, InterruptedException {
        return BuildPlanner.plan(fixture.request(dockerfile, platforms), AMD64, fixture.images());
    }

    /** A line for each step that is not a setting: its line, then for each platform what is done. */
    private static List<String> steps(BuildPlan plan) {
        List<String> lines = new ArrayList<>();
        for (BuildPlan.PlannedStage stage : plan.stages()) {
            for (BuildPlan.Step step : stage.steps()) {
                if (step.kind() != BuildPlan.StepKind.SETTINGS) {
                    StringBuilder line = new StringBuilder("%s:%d".formatted(stage.name(), step.at().line()));
                    plan.platforms().forEach(platform -> line.append(' ').append(action(step, platform)));
                    lines.add(line.toString());
                }
            }
        }
        return lines;
    }

    private static String action(BuildPlan.Step step, Platform platform) {
        return Optional.ofNullable(step.actions().get(platform))
                .map(action -> action.sameAs().isPresent() ? "same" : action.execution().name())
                .orElse("-");
    }

    @Test
    void foreignCommandsAreEmulatedAndRelatedOnesAreNot() throws IOException, InterruptedException {
        BuildPlan plan = plan("FROM os\nRUN apk add x\nCOPY a /a\nWORKDIR /w\nLABEL a=b\n", AMD64, ARM64, I386);
        assertThat(steps(plan)).containsExactly("0:2 NATIVE EMULATED NATIVE", "0:3 NONE same same",
                "0:4 NONE same same");
        assertThat(plan.count(BuildPlan.Execution.NATIVE)).isEqualTo(2);
        assertThat(plan.count(BuildPlan.Execution.EMULATED)).isEqualTo(1);
        assertThat(plan.stages().getFirst().steps().getFirst().work()).isEqualTo("installs packages");
        assertThat(plan.isPossible()).isTrue();
    }

    @Test
    void whatIsEqualForAllPlatformsIsDoneOnce() throws IOException, InterruptedException {
        BuildPlan plan = plan("""
            FROM --platform=$BUILDPLATFORM sdk AS build
            RUN prepare
            COPY . /src
            RUN mvn package
            ARG TARGETARCH
            RUN link $TARGETARCH
            RUN after
            FROM scratch AS run
            COPY --from=build /app.jar /
            COPY file-$MISSING /
            """, AMD64, ARM64);
        assertThat(steps(plan)).containsExactly("build:2 NATIVE same", "build:3 NONE same", "build:4 NATIVE same",
                "build:6 NATIVE NATIVE", "build:7 NATIVE NATIVE", "run:9 NONE NONE", "run:10 NONE same");
        assertThat(plan.stages().getFirst().steps()).extracting(BuildPlan.Step::text)
                .contains("RUN mvn package", "COPY . /src");
        assertThat(plan.stages()).extracting(BuildPlan.PlannedStage::isRunLess).containsExactly(false, true);
        assertThat(plan.stages().getFirst().runsOn()).isEqualTo(Map.of(AMD64, AMD64, ARM64, AMD64));
        assertThat(plan.advice()).isEmpty();
        assertThat(plan.bases()).singleElement()
                .satisfies(base -> assertThat(base.needs().get(ARM64)).extracting(BuildPlan.Need::wanted)
                        .isEqualTo(AMD64));
    }

    @Test
    void aCopyOfAStageThatDoesNotAskForTheTargetIsTheSame() throws IOException, InterruptedException {
        assertThat(steps(plan("""
            FROM --platform=$BUILDPLATFORM sdk AS build
            RUN mvn package
            FROM os
            COPY --from=build /app.jar /
            COPY --from=sdk /a /
            RUN --mount=type=bind,from=build,target=/b true
            """, AMD64, ARM64))).containsExactly("build:2 NATIVE same", "1:4 NONE same", "1:5 NONE NONE",
                "1:6 NATIVE EMULATED");
    }

    @Test
    void stagesThatAPlatformDoesNotNeedAreNotThere() throws IOException, InterruptedException {
        BuildPlan plan = plan("""
            FROM os AS unused
            RUN never
            FROM os AS for-amd64
            RUN one
            FROM os AS for-arm64
            RUN two
            FROM for-$TARGETARCH
            """, AMD64, ARM64);
        assertThat(steps(plan)).containsExactly("for-amd64:4 NATIVE -", "for-arm64:6 - EMULATED");
    }

    @Test
    void basesThatLackAPlatformOrAreNotThereAreAllTold() throws IOException, InterruptedException {
        BuildPlan plan = plan("FROM none AS a\nFROM sdk\nCOPY --from=a / /\nCOPY --from=os /a /\n", AMD64, ARM_V7);
        assertThat(plan.isPossible()).isFalse();
        List<String> table = new ArrayList<>();
        plan.bases()
                .forEach(base -> base.needs()
                        .forEach((platform, need) -> table.add("%s %s %s".formatted(
                                base.reference(), platform, switch (need.availability()) {
                                    case BuildPlan.Availability.Present _ -> "yes";
                                    case BuildPlan.Availability.Lacking lacking -> "only " + lacking.available();
                                    case BuildPlan.Availability.Missing _ -> "missing";
                                    case BuildPlan.Availability.Unknown unknown -> unknown.problem();
                                }))));
        assertThat(table).containsExactlyInAnyOrder("none linux/amd64 missing", "none linux/arm/v7 missing",
                "sdk linux/amd64 yes", "sdk linux/arm/v7 only [linux/amd64, linux/arm64]", "os linux/amd64 yes",
                "os linux/arm/v7 only [linux/amd64, linux/arm64, linux/386]");
    }

    @Test
    void aRegistryThatFailsIsToldAndTheRestGoesOn() throws IOException, InterruptedException {
        BuildPlan plan = BuildPlanner.plan(fixture.request("FROM os\nRUN true\n", AMD64, ARM64), AMD64, (_, _) -> {
            throw new IOException("the registry is on fire");
        });
        assertThat(plan.bases().getFirst().needs().values()).extracting(BuildPlan.Need::availability)
                .containsOnly(new BuildPlan.Availability.Unknown("the registry is on fire"));
        assertThat(steps(plan)).containsExactly("0:2 NATIVE EMULATED");
    }

    @Test
    void triggersOfTheBaseAreSteps() throws IOException, InterruptedException {
        fixture.base("trigger", new JsonBuilder().putUnlessEmpty("OnBuild", List.of("RUN make")).build(),
                BuildFixture.files("a", "a"), AMD64, ARM64);
        BuildPlan plan = plan("FROM trigger\n", AMD64, ARM64);
        assertThat(steps(plan)).containsExactly("0:1 NATIVE EMULATED");
        assertThat(plan.stages().getFirst().steps().getFirst().at().file()).isEqualTo("ONBUILD of trigger");
    }

    @Test
    void aCommandOfSeveralLinesSaysThatItGoesOn() throws IOException, InterruptedException {
        assertThat(plan(
                "FROM os\nRUN a && \\\n  b\nRUN --mount=type=cache,target=/c \\\n  c\nRUN <<EOF\nd\nEOF\nCOPY a /\n",
                AMD64).stages().getFirst().steps()).extracting(BuildPlan.Step::text)
                .containsExactly("RUN a && …", "RUN … c", "RUN <<EOF …", "COPY a /");
    }

    @Test
    void adviceTellsWhatMakesCommandsNative() throws IOException, InterruptedException {
        assertThat(plan("FROM sdk AS build\nRUN go build\nFROM scratch\nCOPY --from=build /a /\n", ARM64).advice())
                .containsExactly(
                        "stage build: 1 RUN emulated; FROM --platform=$BUILDPLATFORM in line 1 makes it native, with ARG TARGETARCH where the result depends on it");
        assertThat(plan("FROM sdk AS build\nRUN make\nFROM scratch\nCOPY --from=build /a /\n", ARM64).advice())
                .singleElement()
                .asString()
                .contains("a cross compiler");
        assertThat(plan("FROM sdk\nRUN a\nRUN make\n", ARM64).advice()).singleElement()
                .asString()
                .startsWith("stage 0: 2 RUNs emulated; compile in a stage of its own");
        assertThat(plan("FROM --platform=linux/arm64 os\nRUN a\n", AMD64).advice()).singleElement()
                .asString()
                .contains("--platform=linux/arm64 is constant");
        assertThat(plan("FROM os\nRUN a\n", AMD64).advice()).isEmpty();
    }

    @Test
    void stagesOnOneBaseAreMadeNativeByItsLine() throws IOException, InterruptedException {
        assertThat(plan("""
            FROM sdk AS deps
            RUN npm ci
            FROM deps AS build
            RUN npm run build
            FROM os
            COPY --from=build /dist /
            """, ARM64).advice()).containsExactly(
                "stage deps, build: 2 RUNs emulated; FROM --platform=$BUILDPLATFORM in line 1 makes them native, with ARG TARGETARCH where the result depends on it; packages with native code would be this machine's: install those in a stage without it");
    }

    @Test
    void whatTheImageIsBuiltOnIsNotMadeNative() throws IOException, InterruptedException {
        assertThat(plan("""
            FROM os AS for-arm64
            RUN configure
            FROM for-$TARGETARCH
            """, ARM64).advice()).singleElement().asString().contains("what changes the image itself");
        assertThat(plan("""
            FROM sdk AS base
            FROM base AS build
            RUN go build
            FROM base
            COPY --from=build /a /
            """, ARM64).advice()).containsExactly(
                "stage build: 1 RUN emulated; FROM --platform=$BUILDPLATFORM sdk for build, rather than stage base, makes it native");
    }

    @Test
    void aBaseThatIsOnlyCopiedFromNeedsNoOtherPlatform() throws IOException, InterruptedException {
        String dockerfile = "FROM sdk AS build\nFROM os\nCOPY --from=build /a /\n";
        assertThat(plan(dockerfile, AMD64, I386).advice()).containsExactly(
                "stage build: with FROM --platform=$BUILDPLATFORM, sdk is needed for this machine only");
        assertThat(plan(dockerfile, AMD64, ARM64).advice()).isEmpty();
        assertThat(plan("FROM sdk\n", AMD64, I386).advice()).isEmpty();
    }

    @Test
    void allIsWhatTheBasesHaveInCommon() throws IOException, InterruptedException {
        ImageBuild build = fixture.request("FROM --platform=$BUILDPLATFORM sdk AS b\nFROM os\nCOPY --from=b /a /\n",
                ARM64);
        assertThat(BuildPlanner.platformsOfBases(build, fixture.images())).containsExactly(AMD64, ARM64, I386);
        assertThat(BuildPlanner.platformsOfBases(fixture.request("FROM sdk AS b\nFROM os\nCOPY --from=b /a /\n"),
                fixture.images())).containsExactly(AMD64, ARM64);
        assertThatThrownBy(() -> BuildPlanner.platformsOfBases(fixture.request("FROM scratch\n"), fixture.images()))
                .hasMessageContaining("name the platforms");
    }

    @Test
    void allIsAnsweredByWhatIsHere() throws IOException, InterruptedException {
        fixture.base("arms", Json.Obj.EMPTY, Map.of(), ARM64, ARM_V7).base("one", Json.Obj.EMPTY, Map.of(), AMD64);
        List<String> asked = new ArrayList<>();
        BaseImages images = new BaseImages() {
            @Override
            public Optional<Location> find(String reference, Platform platform) throws IOException {
                return fixture.images().find(reference, platform);
            }

            @Override
            public Optional<Location> findWhole(String reference, Platform platform) {
                asked.add(reference);
                return Optional.empty();
            }
        };
        assertThat(BuildPlanner.platformsOfBases(fixture.request("FROM arms\nRUN true\n", AMD64), images))
                .containsExactly(ARM64, ARM_V7);
        assertThat(BuildPlanner.platformsOfBases(fixture.request("FROM one\n", AMD64), images)).containsExactly(AMD64);
        assertThat(asked).isEmpty();
    }

    @Test
    void whatTwoBuildsOfAStackDoIsDoneByTheFirst() throws IOException, InterruptedException {
        String dockerfile = "FROM os\nRUN apt\nCOPY a /a\nRUN make\n";
        StackPlanner planner = new StackPlanner(AMD64);
        assertThat(shared(planner.plan("web", fixture.request(dockerfile, AMD64, ARM64), fixture.images(), _ -> false)))
                .isEmpty();
        BuildPlan second = planner.plan("api", fixture.request(dockerfile, ARM64, I386), fixture.images(), _ -> false);
        assertThat(shared(second)).containsExactly("2 linux/arm64 web", "3 linux/arm64 web", "3 linux/386 web",
                "4 linux/arm64 web");
        assertThat(second.count(BuildPlan.Execution.EMULATED)).isZero();
        assertThat(second.count(BuildPlan.Execution.NATIVE)).isEqualTo(2);
    }

    @Test
    void filesOfAnotherContextAreNotShared(@TempDir Path elsewhere) throws IOException, InterruptedException {
        String dockerfile = "FROM os\nRUN apt\nCOPY a /a\nRUN make\nRUN --mount=target=/x true\nADD a /b\n";
        StackPlanner planner = new StackPlanner(AMD64);
        planner.plan("web", fixture.request(dockerfile, AMD64), fixture.images(), _ -> false);
        ImageBuild other = new BuildFixture(elsewhere).request(dockerfile, AMD64);
        assertThat(shared(planner.plan("api", other, fixture.images(), _ -> false)))
                .containsExactly("2 linux/amd64 web");
    }

    @Test
    void nobodyIsAskedForWhatTheStackBuilds() throws IOException, InterruptedException {
        StackPlanner planner = new StackPlanner(AMD64);
        BuildPlan plan = planner.plan("web", fixture.request("FROM below\nRUN true\n", AMD64), fixture.images(),
                "below"::equals);
        assertThat(plan.bases()).isEmpty();
        assertThat(plan.isPossible()).isTrue();
        assertThat(shared(planner.plan("api", fixture.request("FROM below\nRUN true\n", AMD64), fixture.images(),
                "below"::equals))).containsExactly("2 linux/amd64 web");
    }

    /** For each step that is shared its line, the platform, and with whom. */
    private static List<String> shared(BuildPlan plan) {
        List<String> lines = new ArrayList<>();
        plan.stages()
                .forEach(stage -> stage.steps()
                        .forEach(step -> step.actions()
                                .forEach((platform, action) -> action.sharedWith()
                                        .ifPresent(with -> lines
                                                .add("%d %s %s".formatted(step.at().line(), platform, with))))));
        return lines;
    }
}
