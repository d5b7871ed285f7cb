package dev.anyarch.builder.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.DockerfileWarning;
import dev.anyarch.builder.dockerfile.LintRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileLintTest {
    private static final Pattern EXAMPLE = Pattern.compile("```dockerfile\n(.*?)```", Pattern.DOTALL);
    private static final Surroundings SURROUNDINGS = new Surroundings("secret"::equals,
            Map.of("GIVEN", "g", "ROOT", "/root"), _ -> Optional.empty());

    private static List<DockerfileWarning> check(String text) throws DockerfileException {
        return DockerfileLint.check(Dockerfile.parse("Dockerfile", text), SURROUNDINGS);
    }

    private static List<LintRule> rules(String text) throws DockerfileException {
        return check(text).stream().flatMap(warning -> warning.rule().stream()).toList();
    }

    @ParameterizedTest
    @EnumSource
    void everyRuleHasAPageWithAFlaggedAndAnInnocentExample(LintRule rule) throws IOException {
        String pages = Files.readString(Path.of("../docs/lint/dockerfile.md"));
        Matcher page = Pattern
                .compile("^## " + rule.id() + "\n(.*?)(?=^## |^# Rules|\\z)", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(pages);
        assertThat(page.find()).as("docs/lint/dockerfile.md has '## %s'", rule.id()).isTrue();
        List<String> examples = new ArrayList<>();
        Matcher example = EXAMPLE.matcher(page.group(1));
        while (example.find()) {
            examples.add(example.group(1));
        }
        assertThat(examples).hasSize(2);
        assertThat(rules(examples.getFirst())).contains(rule);
        assertThat(rules(examples.getLast())).doesNotContain(rule);
        assertThat(LintRule.find(rule.id())).contains(rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        FROM a AS Build                                          | 1:11 StageNameCasing
        FROM a AS b~CMD x                                        | 2:1 JSONArgsRecommended
        FROM a~EXPOSE 80 53/UDP                                  | 2:11 ExposeProtoCasing
        FROM a~RUN x &&  \\~ curl http://h/x86_64/y              | 3:7 HardcodedArchitecture
        FROM a~RUN echo ${TARGETARCH}                            | 2:12 UndeclaredPlatformArg
        FROM a~COPY x-$TARGETARCH /                              | 2:9 UndeclaredPlatformArg
        FROM a~ARG TARGETOS=linux                                | 2:5 FrozenPlatformArg
        FROM --platform=linux/amd64 a                            | 1:6 FromPlatformFlagConstDisallowed
        ARG BASE~FROM $BASE                                      | 2:6 InvalidDefaultArgInFrom
        FROM a$VERSION                                           | 1:8 UndefinedArgInFrom
        FROM a~ARG D=b~WORKDIR $D/c                              | 3:9 WorkdirRelativePath
        FROM a~ENV P=80/TCP~EXPOSE 90 $P                         | 3:11 ExposeProtoCasing
        ARG P=8080:80~FROM a~ARG P~EXPOSE $P                     | 4:8 ExposeInvalidFormat
        FROM a~WORKDIR b/$D                                      | 2:9 WorkdirRelativePath
        FROM scratch~COPY <<x /f~it's $NOPE \\$OTHER~x           | 3:7 UndefinedVar
        FROM scratch~RUN --mount=source=$NOPE,target=/x make     | 2:21 UndefinedVar
        FROM a~LABEL a=b \\~# why~~~  c=d                        | 4:1 NoEmptyContinuation
        FROM a~LABEL a b                                         | 2:1 LegacyKeyValueFormat
        FROM a~CMD ["x"]~CMD ["y"]                               | 2:1 MultipleInstructionsDisallowed
        FROM a~ENV GITHUB_TOKEN=x                                | 2:5 SecretsUsedInArgOrEnv
        ARG A_KEY~FROM a~ENV KEY_FILE=x TOKEN_VERSION=1 PUBLIC_KEY=2 API_KEY=3 | 3:45 SecretsUsedInArgOrEnv
        FROM a~WORKDIR b~WORKDIR c                               | 2:9 WorkdirRelativePath
        FROM a~# check=skip=JSONArgsRecommended~CMD x~ENTRYPOINT y | 4:1 JSONArgsRecommended
        FROM a~# why~# check=error=true;skip=all~# more~CMD x~LABEL a b | 6:1 LegacyKeyValueFormat
        arg A=1~FROM scratch~copy a /                            | 3:1 ConsistentInstructionCasing
        From scratch as b~COPY a /                               | 1:1 ConsistentInstructionCasing
        FROM scratch~ARG A=$NOPE B=${A}                          | 2:8 UndefinedVar
        FROM --platform=linux/amd64 a AS linuxes~CMD x           | 2:1 JSONArgsRecommended
        ARG BASE=other~FROM go AS build~RUN go build~FROM $BASE  | 3:5 EmulatedBuildStage
        """)
    void aFindingPointsAtItsPlace(String lines, String place) throws DockerfileException {
        assertThat(check(lines.replace("~", "\n")).stream()
                .map(warning -> "%d:%d %s".formatted(warning.location().orElseThrow().line(),
                        warning.location().orElseThrow().column(), warning.rule().orElseThrow().id())))
                .containsExactly(place);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '\t', quoteCharacter = '\0', textBlock = """
        FROM a~RUN wget http://h/x-amd64 || wget http://h/x-arm64
        FROM a~RUN case $(uname -m) in x86_64) wget http://h/x86_64;; esac
        FROM a~RUN echo amd64
        FROM --platform=$BUILDPLATFORM a AS b~RUN apt-get update && apt-get -y install gcc make~FROM b
        FROM a AS b~RUN npm install -g tsc hugo && true~FROM scratch~COPY --from=b /a /
        FROM a~RUN TARGETARCH=x; echo $TARGETARCH
        FROM a~ENV TARGETARCH=x~RUN echo $TARGETARCH
        FROM a~COPY ${x:-y} ${z-w} ${v:+u} /
        FROM a~LABEL a=$1 b='$unknown' c=\\$unknown
        FROM $BUILDPLATFORM
        ARG A=b~FROM a:${A}~FROM a:${A:-x}
        FROM a AS b~SHELL ["/bin/bash", "-c"]~FROM b~CMD x
        FROM a~WORKDIR $HOME
        FROM a~ARG D=/b~WORKDIR $D
        FROM a~ENV D=/b~FROM a~ENV D=$PWD~WORKDIR $D
        FROM a~WORKDIR C:/x
        FROM a~ENV PUBLIC_KEY=x KEYBOARD=us
        FROM --platform=$BUILDPLATFORM go AS b~RUN xx-go build~FROM scratch~COPY --from=b /a /
        FROM --platform=$BUILDPLATFORM go AS a~ARG TARGETARCH~FROM a AS b~RUN go build~FROM scratch~COPY --from=b /a /
        FROM maven~RUN mvn package
        FROM go AS for-amd64~RUN go build~FROM go AS for-arm64~RUN go build~FROM for-${TARGETARCH}
        ARG BASE=build~FROM go AS build~RUN go build~FROM $BASE
        FROM a~ONBUILD copy a b
        FROM a~COPY . /
        FROM a~COPY <<x /f~$unknown~x
        """)
    void theseAreFine(String lines) throws DockerfileException {
        assertThat(check(lines.replace("~", "\n"))).isEmpty();
    }

    /** There are 2^60 ways from the last of them to the first. */
    @Test
    void manyStagesThatMayBeAnyOfThoseBeforeAreLookedAtOnce() throws DockerfileException {
        StringBuilder text = new StringBuilder("ARG X\nFROM go AS s0\n");
        for (int i = 1; i < 60; i++) {
            text.append("FROM s$X AS s").append(i).append("\nRUN true\n");
        }
        assertThat(rules(text.toString())).doesNotContain(LintRule.UNDEFINED_VAR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FROM scratch~WORKDIR $NOPE", "FROM scratch AS b~FROM b~WORKDIR \"$NOPE\"",
        "FROM scratch~ENV D=$NOPE~WORKDIR $D"})
    void whatNothingDefinesIsARelativeDirectory(String lines) throws DockerfileException {
        assertThat(rules(lines.replace("~", "\n"))).containsExactlyInAnyOrder(LintRule.UNDEFINED_VAR,
                LintRule.WORKDIR_RELATIVE_PATH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FROM scratch~ARG D~WORKDIR $D", "FROM scratch~ARG D~WORKDIR ${D:-b}",
        "ARG D~FROM scratch~ARG D~WORKDIR $D", "FROM scratch~ARG D~ARG E=$D~WORKDIR \"$E\"",
        "FROM scratch~ARG D=/d GIVEN=/g~WORKDIR $GIVEN", "ARG GIVEN=/g~FROM scratch~ARG GIVEN~WORKDIR $GIVEN"})
    void anArgumentIsWhatTheBuildGivesOrElseItsDefaultOrElseEmpty(String lines) throws DockerfileException {
        assertThat(rules(lines.replace("~", "\n"))).containsExactly(LintRule.WORKDIR_RELATIVE_PATH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FROM scratch~ARG D~WORKDIR ${D:-/b}", "FROM scratch~ENV D=/d~ARG D~WORKDIR $D",
        "FROM scratch AS a~ENV D=/d~FROM a~ARG D~WORKDIR $D", "FROM a~ARG D~WORKDIR $D",
        "FROM scratch~ARG ROOT~WORKDIR $ROOT", "FROM scratch~ARG TARGETARCH~WORKDIR $TARGETARCH",
        "ARG TARGETARCH~FROM scratch~ARG TARGETARCH~WORKDIR $TARGETARCH"})
    void anArgumentThatMayBeADirectoryIsNotTold(String lines) throws DockerfileException {
        assertThat(rules(lines.replace("~", "\n"))).isEmpty();
    }

    @Test
    void variablesOfTheBaseAreKnownWhenItIs() throws DockerfileException {
        Dockerfile file = Dockerfile.parse("Dockerfile", "FROM a AS b\nFROM b\nCOPY $GOPATH $PATH $OTHER /\n");
        assertThat(DockerfileLint.check(file, Surroundings.UNKNOWN)).isEmpty();
        assertThat(DockerfileLint.check(file,
                new Surroundings(_ -> false, Map.of(), _ -> Optional.of(Set.of("GOPATH"))))).singleElement()
                .asString()
                .startsWith("Dockerfile:3:21: nothing defines 'OTHER'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        FROM go AS b~RUN go build~FROM scratch                        | FROM --platform=$BUILDPLATFORM makes stage 'b' native
        FROM go AS d~FROM d AS b~RUN go build~FROM scratch            | FROM --platform=$BUILDPLATFORM in line 1 makes stage 'b' native
        FROM go AS d~FROM d AS c~FROM c AS b~RUN go build~FROM d      | FROM --platform=$BUILDPLATFORM go, rather than stage 'c', makes stage 'b' native
        """)
    void anEmulatedStageIsMadeNativeWhereItsImageIsNamed(String lines, String advice) throws DockerfileException {
        assertThat(check(lines.replace("~", "\n"))).singleElement().asString().contains(advice);
    }

    @Test
    void aFindingShowsItsLine() throws DockerfileException {
        assertThat(check("FROM a AS B\n").getFirst().toTextWithLine()).isEqualTo(
                "Dockerfile:1:11: stage names are lower case; write b (StageNameCasing)%n  1 | FROM a AS B%n    |           ^"
                        .formatted());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        skip=StageNameCasing                    | JSONArgsRecommended
        skip=stagenamecasing,JSONArgsRecommended|
        skip=all                                |
        error=false; skip=JSONArgsRecommended   | StageNameCasing
        """)
    void theFileTurnsRulesOff(String directive, String rules) throws DockerfileException {
        String found = String.join(",",
                rules("# check=" + directive + "\nFROM a AS B\nCMD x\n").stream().map(LintRule::id).toList());
        assertThat(found).isEqualTo(rules == null ? "" : rules);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        skp=all    | Dockerfile:1:9: # check: expected skip, error or experimental, found 'skp'
        error=yes  | Dockerfile:1:15: # check: error: expected true or false, found 'yes'
        """)
    void aDirectiveThatCannotBeReadIsAMistake(String directive, String message) {
        assertThatThrownBy(() -> check("# check=" + directive + "\nFROM a\n")).hasMessageStartingWith(message);
    }

    @Test
    void theFileMakesFindingsErrorsOfTheBuild() throws DockerfileException {
        Dockerfile strict = Dockerfile.parse("Dockerfile", "# check=error=true\nFROM a AS B\nCMD x\n");
        assertThat(DockerfileLint.check(strict, SURROUNDINGS)).hasSize(2);
        assertThatThrownBy(() -> DockerfileLint.checkForBuild(strict, SURROUNDINGS))
                .hasMessageStartingWith("Dockerfile:2:11: stage names are lower case")
                .hasMessageContaining("StageNameCasing, JSONArgsRecommended");
        Dockerfile fine = Dockerfile.parse("Dockerfile", "# check=error=true\nFROM a AS b\n");
        assertThat(DockerfileLint.checkForBuild(fine, SURROUNDINGS)).isEmpty();
    }
}
