package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.builder.build.BuildProgress.Step;
import dev.anyarch.model.platform.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BoardPictureTest {
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong clock = new AtomicLong();
    private final BuildBoard board = new BuildBoard(clock::get);

    private static Step step(String platform, String stage, int number, String text) {
        return new Step(Platform.parse(platform), stage, number, 3, text);
    }

    private void pass(double seconds) {
        clock.addAndGet((long) (seconds * SECOND));
    }

    private void done(Step step) {
        board.begun(Optional.empty(), step);
        board.finished(Optional.empty(), step);
    }

    private String picture(int columns, int rows) {
        return String.join("\n",
                new BoardPicture(new TerminalSize(columns, rows), false).draw(board.state(List.of())));
    }

    @Test
    void aStageIsOneLineWithItsStepAndTimeAndTheEndOfItsOutput() {
        Step run = step("linux/amd64", "build", 2, "RUN make");
        done(step("linux/amd64", "build", 1, "FROM x"));
        pass(1.5);
        board.begun(Optional.empty(), run);
        for (int i = 1; i <= 6; i++) {
            board.printed(Optional.empty(), run, "line " + i);
        }
        pass(0.75);
        assertThat(picture(41, 24)).isEqualTo("""
            building 2.2s: 1 step done
            linux/amd64 [build 2/3] RUN make    0.7s
              | line 3
              | line 4
              | line 5
              | line 6""");
    }

    @Test
    void whatIsCachedDoneAndFailedSaysSo() {
        Step found = step("linux/arm64", "0", 1, "COPY a b");
        board.begun(Optional.of("web"), found);
        board.found(Optional.of("web"), found);
        board.finished(Optional.of("web"), found);
        board.begun(Optional.empty(), step("linux/amd64", "0", 3, "RUN x"));
        pass(65);
        board.finished(Optional.empty(), step("linux/amd64", "0", 3, "RUN x"));
        Step failing = step("linux/amd64", "1", 1, "RUN false");
        board.begun(Optional.empty(), failing);
        board.printed(Optional.empty(), failing, "oh");
        pass(2);
        board.failed(Optional.empty(), failing);
        pass(3600);
        assertThat(picture(51, 24)).isEqualTo("""
            building 1h 01m: 2 steps done, 1 cached
            web linux/arm64 [0 1/3] COPY a b            CACHED
            linux/amd64 [0 3/3]                    done 1m 05s
            linux/amd64 [1 1/3] RUN false          FAILED 2.0s""");
    }

    @ParameterizedTest
    @CsvSource({"80", "40", "30", "25", "12", "1"})
    void noLineIsWiderThanTheTerminal(int columns) {
        Step step = step("linux/arm/v7", "a-stage-with-a-name", 2, "RUN echo 日本語のテキスト 😀 and more of it, much more");
        board.begun(Optional.of("target"), step);
        board.printed(Optional.empty(), step, "x".repeat(300));
        board.printed(Optional.of("target"), step, "日".repeat(300));
        List<String> lines = new BoardPicture(new TerminalSize(columns, 24), false)
                .draw(board.state(List.of("pulling " + "9".repeat(100))));
        assertThat(lines).hasSize(4);
        assertThat(lines).allSatisfy(line -> assertThat(TerminalText.width(line)).isLessThan(Math.max(columns, 10)));
    }

    @ParameterizedTest
    @CsvSource({"40", "24", "12", "8", "5", "3", "2"})
    void thereAreNeverMoreLinesThanRows(int rows) {
        for (int i = 0; i < 9; i++) {
            Step step = step("linux/amd64", "stage" + i, 3, "RUN x");
            board.begun(Optional.empty(), step);
            board.printed(Optional.empty(), step, "1");
            board.printed(Optional.empty(), step, "2");
            if (i < 4) {
                board.finished(Optional.empty(), step);
            }
        }
        List<String> lines = new BoardPicture(new TerminalSize(60, rows), false).draw(board.state(List.of()));
        assertThat(lines).hasSizeLessThanOrEqualTo(Math.max(3, rows));
        assertThat(lines.getFirst()).startsWith("building");
    }

    @Test
    void whatIsDoneMakesRoomForWhatRuns() {
        for (int i = 0; i < 6; i++) {
            done(step("linux/amd64", "done" + i, 3, "COPY"));
        }
        Step running = step("linux/amd64", "running", 1, "RUN x");
        board.begun(Optional.empty(), running);
        board.printed(Optional.empty(), running, "1");
        board.printed(Optional.empty(), running, "2");
        assertThat(picture(60, 8).lines().map(line -> line.replaceFirst("\\s+[^ ]+ ?[^ ]*s$", ""))).containsExactly(
                "building 0.0s: 6 steps done", "linux/amd64 [done4 3/3]", "linux/amd64 [done5 3/3]",
                "linux/amd64 [running 1/3] RUN x", "  | 1", "  | 2", "… and 4 more");
    }

    @Test
    void thePlatformsStayTogether() {
        List<String> order = new ArrayList<>();
        for (String stage : List.of("a", "b")) {
            for (String platform : List.of("linux/arm64", "linux/amd64")) {
                board.begun(Optional.empty(), step(platform, stage, 1, "RUN"));
            }
        }
        board.state(List.of()).rows().forEach(row -> order.add(row.name()));
        assertThat(order).containsExactly("linux/arm64 [a", "linux/arm64 [b", "linux/amd64 [a", "linux/amd64 [b");
    }

    @Test
    void coloursTakeNoColumnsAndAreOnlyThereWhenWanted() {
        board.begun(Optional.empty(), step("linux/amd64", "0", 1, "RUN x"));
        List<String> plain = new BoardPicture(new TerminalSize(60, 24), false)
                .draw(board.state(List.of("pulling 1 B")));
        List<String> colored = new BoardPicture(new TerminalSize(60, 24), true)
                .draw(board.state(List.of("pulling 1 B")));
        assertThat(plain).noneMatch(line -> line.contains("\u001b"));
        assertThat(colored).allMatch(line -> line.contains("\u001b["))
                .extracting(line -> line.replaceAll("\u001b\\[[0-9]*m", ""))
                .isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        '\u001b[31mred\u001b[0m'        | red
        '10%\r50%\r100%'                | 100%
        'progress\r'                    | progress
        'a\tb'                          | 'a       b'
        '\u001b]0;title\u0007text'      | text
        '\u001b[2J\u001b[10;20Hgone'    | gone
        'bell\u0007 back\b'             | bell back
        '\u001b'                        | ''
        """)
    void nothingThatACommandPrintsMovesTheCursor(String printed, String shown) {
        assertThat(TerminalText.plain(printed)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        'plain, a\tb, ünï 👩‍💻'         | 'plain, a\tb, ünï 👩‍💻'
        '\u001b[1;31mred\u001b[0m'      | '\u001b[1;31mred\u001b[0m\u001b[0m'
        '\u001b[31mred to the end'      | '\u001b[31mred to the end\u001b[0m'
        '\u001b[2J\u001b[10;20Hgone'    | gone
        '\u001b[8mhidden\u001b[1;8mtoo'  | hiddentoo
        '\u001b[38;5;1;08mhidden'       | hidden
        '\u001b[38;5;8m\u001b[48;2;8;8;8mgrey' | '\u001b[38;5;8m\u001b[48;2;8;8;8mgrey\u001b[0m'
        '\u001b]0;title\u0007text'      | text
        '\u001b[6n\u001bP+q\u001b\\'    | +q
        '\u001b\u001b[31[2Jx'           | 2Jx
        '\u009b2Jx'                     | 2Jx
        'a\rb\b\u0000c'                 | abc
        'a\u202eb'                      | ab
        """)
    void coloursOfWhatIsPrintedAreLeftAndNothingElse(String printed, String shown) {
        assertThat(TerminalText.harmless(printed)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0s", "59.96, 59.9s", "60, 1m 00s", "3599, 59m 59s", "3600, 1h 00m", "-1, 0.0s"})
    void timesAreShort(double seconds, String text) {
        assertThat(BoardPicture.time((long) (seconds * SECOND))).isEqualTo(text);
    }
}
