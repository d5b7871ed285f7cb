package dev.anyarch.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.cli.CommandLineApplication;
import dev.anyarch.cli.Console;
import dev.anyarch.cli.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program that builds an image of a Dockerfile, with a place for what it keeps. */
interface DockerfileBuilder extends AutoCloseable {
    /** Between the name of a named context and a directory of the context. */
    String NAMED = "=./";

    /** Builds {@code context} for linux/amd64 into an OCI layout, which it makes at {@code layout}. */
    void build(Path context, List<String> arguments, Path layout) throws IOException, InterruptedException;

    @Override
    default void close() {}

    /** What it makes of a case, as text. */
    default String text(DockerfileCase given, Path directory) throws IOException, InterruptedException {
        Path context = Files.createDirectories(directory.resolve("context"));
        given.write(context);
        Path layout = directory.resolve("layout");
        build(context, given.arguments(), layout);
        return ImageText.ofLayout(layout, given.comparesTimes());
    }

    /** The one under test, in this process. */
    static DockerfileBuilder anyarch(Path home) {
        return (context, arguments, layout) -> {
            List<String> all = new ArrayList<>(List.of("build", "--platform", "linux/amd64", "-o",
                    "type=oci,tar=false,dest=" + layout));
            for (String argument : arguments) {
                all.add(argument.replace(NAMED, "=" + context + "/"));
            }
            all.add(context.toString());
            command(home, all);
        };
    }

    private static void command(Path home, List<String> arguments) {
        Environment environment = new Environment(
                Map.of("ANYARCH_HOME", home.toString(), "PATH", System.getenv("PATH")), home, home, home,
                Optional.empty(), InputStream.nullInputStream());
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, UTF_8);
        int exit = new CommandLineApplication(environment, new Console(out, out, false)).run(arguments).number();
        assertThat(exit).as("%s%n%s", arguments, said).isZero();
    }

    /** BuildKit as it is in Debian's Docker engine. */
    static DockerfileBuilder docker(DockerDaemon docker) {
        return new DockerfileBuilder() {
            @Override
            public void build(Path context, List<String> arguments, Path layout)
                    throws IOException, InterruptedException {
                List<String> all = new ArrayList<>(List.of("build", "-q", "--network", "host", "-t", "image:1"));
                all.addAll(arguments);
                all.add(context.toString());
                docker.buildKitOutput(all.toArray(String[]::new));
                Path archive = layout.resolveSibling("docker.tar");
                docker.output("save", "-o", archive.toString(), "image:1");
                command(layout.resolveSibling("home"),
                        List.of("copy", "-q", "docker-archive:" + archive, "oci:" + layout));
                Files.delete(archive);
            }

            @Override
            public void close() {
                docker.close();
            }
        };
    }

    /** buildah with an isolation that works everywhere, without intermediate layers. */
    static DockerfileBuilder buildah(Path storage) throws IOException, InterruptedException {
        Program buildah = Program.require("buildah", "buildah");
        List<String> global = List.of("--root", storage.resolve("root").toString(), "--runroot",
                storage.resolve("run").toString(), "--storage-driver", "vfs");
        return (context, arguments, layout) -> {
            List<String> all = new ArrayList<>(global);
            all.addAll(List.of("bud", "-q", "--isolation", "chroot", "--layers=false",
                    "--format", "docker", "--identity-label=false", "-t", "image"));
            all.addAll(arguments);
            all.add(context.toString());
            buildah.output(all.toArray(String[]::new));
            List<String> push = new ArrayList<>(global);
            push.addAll(List.of("push", "-q", "image", "oci:" + layout + ":image"));
            buildah.output(push.toArray(String[]::new));
        };
    }

    static boolean hasEpoch(List<String> arguments) {
        return arguments.stream().anyMatch(argument -> argument.startsWith("SOURCE_DATE_EPOCH="));
    }

    /**
     * BuildKit by itself.
     *
     * @param address of a running {@code buildkitd}
     */
    static DockerfileBuilder buildKit(String address) {
        Program buildctl = Program.require("buildctl", "buildkit");
        return (context, arguments, layout) -> {
            // it would keep the metadata of directories that a context before had under the same names
            buildctl.output("--addr", address, "prune", "--filter", "type==source.local");
            List<String> all = new ArrayList<>(List.of("--addr", address, "build", "--frontend", "dockerfile.v0",
                    "--local", "context=" + context, "--local", "dockerfile=" + context, "--allow", "network.host",
                    "--opt", "force-network-mode=host", "--output",
                    "type=oci,tar=false,rewrite-timestamp=%s,dest=%s".formatted(hasEpoch(arguments), layout)));
            for (int i = 0; i < arguments.size(); i += 2) {
                all.addAll(buildKitOptions(context, arguments.get(i), arguments.get(i + 1)));
            }
            buildctl.output(all.toArray(String[]::new));
        };
    }

    private static List<String> buildKitOptions(Path context, String option, String value) {
        return switch (option) {
            case "--build-context" -> {
                String name = value.substring(0, value.indexOf(NAMED));
                yield List.of("--local", value.replace(NAMED, "=" + context + "/"), "--opt",
                        "context:%s=local:%s".formatted(name, name));
            }
            case "--build-arg" -> List.of("--opt", "build-arg:" + value);
            case "--target" -> List.of("--opt", "target=" + value);
            case "--label" -> List.of("--opt", "label:" + value);
            default -> throw new AssertionError("%s: not known here".formatted(option));
        };
    }
}
