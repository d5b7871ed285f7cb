package dev.anyarch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher with a Maven of our own making, which "builds" a program that prints what is in its only source; everything
 * else is real: JDK, jars, AOT cache.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final Path LAUNCHER = Path.of("..", "anyarch");

    @TempDir
    Path directory;

    private Path root() {
        return directory.resolve("root with space");
    }

    private Path source() {
        return root().resolve("cli/src/main/word");
    }

    private record Outcome(int exit, String out, String err) {}

    @BeforeEach
    void copyLauncherIntoASmallProject() throws IOException {
        Files.createDirectories(source().getParent());
        Files.copy(LAUNCHER, root().resolve("anyarch"));
        Files.writeString(root().resolve("pom.xml"), "<project/>");
        Files.writeString(root().resolve("cli/pom.xml"), "<project/>");
        write("ONE");
        Path maven = Files.createDirectories(directory.resolve("bin")).resolve("mvn");
        Files.writeString(maven, """
            #!/bin/sh
            echo built >>"%s"
            sleep 0.3
            mkdir -p cli/target/launcher/classes/dev/anyarch/cli
            cd cli/target/launcher
            word=$(cat ../../src/main/word)
            [ "$word" != BROKEN ] || { echo "cannot compile BROKEN"; exit 1; }
            for name in Main StartUpTraining; do
              echo "package dev.anyarch.cli;
              public final class $name {
                public static void main(String[] args) {
                  System.out.println(\\"$word\\");
                  System.exit(args.length == 0 ? 0 : Integer.parseInt(args[0]));
                }
              }" >$name.java
            done
            "$JAVA_HOME/bin/javac" -d classes Main.java StartUpTraining.java
            cp "%s" classes/dev/anyarch/cli
            "$JAVA_HOME/bin/jar" --create --file anyarch-cli-1.jar -C classes .
            cp anyarch-cli-1.jar other.jar
            printf %%s "$PWD/other.jar" >classpath
            """.formatted(directory.resolve("builds"), classFile(LauncherJar.class)));
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path classFile(Class<?> type) {
        return Path
                .of(URI.create(Objects.requireNonNull(type.getResource(type.getSimpleName() + ".class")).toString()));
    }

    private void write(String word) throws IOException {
        Files.writeString(source(), word);
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", root().resolve("anyarch").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("PATH", directory.resolve("bin") + ":/usr/bin:/bin");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Outcome await(Process process) throws IOException, InterruptedException {
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), out.strip(), err.strip());
    }

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        return await(start(Map.of(), arguments));
    }

    private void editLauncher(String what, String with) throws IOException {
        Path launcher = root().resolve("anyarch");
        Files.writeString(launcher, Files.readString(launcher).replace(what, with));
    }

    private int builds() throws IOException {
        return Files.readAllLines(directory.resolve("builds")).size();
    }

    @Test
    void buildsOnceAndSaysSo() throws IOException, InterruptedException {
        assertThat(run()).isEqualTo(new Outcome(0, "ONE", "building anyarch (first run, about a minute)…"));
        assertThat(run()).isEqualTo(new Outcome(0, "ONE", ""));
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void exitCodeOfTheProgramIsThatOfTheLauncher() throws IOException, InterruptedException {
        assertThat(run("42").exit()).isEqualTo(42);
    }

    @Test
    void changedSourceIsBuiltAndNoStaleCacheUsed() throws IOException, InterruptedException {
        run();
        write("TWO");
        Files.setLastModifiedTime(source(), FileTime.from(Instant.now().plusSeconds(1)));
        assertThat(run()).isEqualTo(new Outcome(0, "TWO", "building anyarch (sources have changed)…"));
    }

    @Test
    void jarReplacedInPlaceSwitchesItsCacheOff() throws IOException, InterruptedException {
        run();
        Path jar;
        try (var builds = Files.list(root().resolve(".anyarch/builds"))) {
            jar = builds.findFirst().orElseThrow().resolve("small.jar");
        }
        Path classes = Files.createDirectories(directory.resolve("three"));
        Path source = Files.writeString(directory.resolve("Main.java"), """
            package dev.anyarch.cli;
            public final class Main {
                public static void main(String[] args) { System.out.println("THREE"); }
            }
            """);
        tool("javac", "-d", classes.toString(), source.toString());
        tool("jar", "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(1)));
        assertThat(run().out()).isEqualTo("THREE");
    }

    private static void tool(String name, String... arguments) {
        assertThat(ToolProvider.findFirst(name).orElseThrow().run(System.out, System.err, arguments)).isZero();
    }

    @Test
    void twoRunsAtOnceBuildOnce() throws IOException, InterruptedException {
        Process first = start(Map.of());
        Process second = start(Map.of());
        assertThat(List.of(await(first).out(), await(second).out())).containsExactly("ONE", "ONE");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildLogIsShownWhenTheBuildFails() throws IOException, InterruptedException {
        write("BROKEN");
        Outcome outcome = run();
        assertThat(outcome.exit()).isEqualTo(10);
        assertThat(outcome.err()).contains("cannot compile BROKEN", "anyarch: the build failed");
        write("MENDED");
        assertThat(run().out()).isEqualTo("MENDED");
    }

    @Test
    void withoutANewEnoughJdkItSaysWhatToInstall() throws IOException, InterruptedException {
        editLauncher("needed=25", "needed=9999");
        Outcome outcome = run();
        assertThat(outcome.exit()).isEqualTo(10);
        assertThat(outcome.err()).startsWith("anyarch: no JDK 9999 or newer found")
                .contains("apt install",
                        "JAVA_HOME");
    }

    @Test
    void withoutMavenItSaysWhatToInstall() throws IOException, InterruptedException {
        Files.delete(directory.resolve("bin/mvn"));
        editLauncher("command -v mvn", "command -v no-such-maven");
        Outcome outcome = run();
        assertThat(outcome.exit()).isEqualTo(10);
        assertThat(outcome.err()).startsWith("anyarch: no Maven found").contains("apt install maven");
    }

    @Test
    void namesOfFilesAreUtf8WithoutALocale() throws IOException, InterruptedException {
        write("\" + System.getProperty(\"sun.jnu.encoding\") + \"");
        run();
        for (String locale : List.of("C", "POSIX", "")) {
            assertThat(await(start(Map.of("LC_ALL", locale, "LC_CTYPE", "", "LANG", ""))).out()).as(locale)
                    .isEqualTo("UTF-8");
        }
    }

    @Test
    void optionsForTheJvmComeFromTheEnvironment() throws IOException, InterruptedException {
        run();
        assertThat(await(start(Map.of("ANYARCH_JAVA_OPTS", "-Xmx7m -XshowSettings:vm"))).err()).contains("7.00M");
    }
}
