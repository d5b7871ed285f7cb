package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One Dockerfile with its context, from {@code dockerfiles/NAME.case}: remarks, a script that makes the context, and the
 * Dockerfile, under headings. A stage {@code base} with busybox stands before the first FROM.
 *
 * @param arguments further ones of the build, in Docker's form
 * @param without builders that cannot judge this case, and why
 * @param differs builders that are known to make something else, and why
 */
record DockerfileCase(String name, String script, String dockerfile, List<String> arguments,
        Map<String, String> without, Map<String, String> differs) {
    private static final String CONTEXT = "-- context --\n";
    private static final String DOCKERFILE = "-- Dockerfile --\n";
    private static final String BASE = """
        FROM scratch AS base
        COPY base /
        RUN ["/bin/busybox", "--install", "-s", "/bin"]
        """;
    private static final String BASE_FILES = """
        echo 1 > one
        mkdir -p base/bin base/dev base/etc base/proc base/run base/sys
        touch base/etc/hostname base/etc/hosts base/etc/resolv.conf
        printf 'root:x:0:0:root:/root:/bin/sh\\nuser:x:1000:1001::/home/user:/bin/sh\\n' > base/etc/passwd
        chmod 755 base/bin/busybox
        printf 'root:x:0:\\nusers:x:1001:\\nextra:x:7:user\\n' > base/etc/group
        """;

    static List<DockerfileCase> all() throws IOException {
        List<DockerfileCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory())) {
            for (Path file : files.filter(path -> path.toString().endsWith(".case")).sorted().toList()) {
                cases.add(parse(file.getFileName().toString().replace(".case", ""), Files.readString(file)));
            }
        }
        return cases;
    }

    private static Path directory() {
        URL place = Objects.requireNonNull(DockerfileCase.class.getResource("/dockerfiles"));
        try {
            return Path.of(place.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DockerfileCase parse(String name, String text) {
        int context = text.indexOf(CONTEXT);
        int dockerfile = text.indexOf(DOCKERFILE);
        assertThat(dockerfile).as("%s: a Dockerfile", name).isNotNegative();
        String remarks = text.substring(0, context < 0 ? dockerfile : context);
        String script = context < 0 ? "" : text.substring(context + CONTEXT.length(), dockerfile);
        List<String> arguments = new ArrayList<>();
        Map<String, String> without = new LinkedHashMap<>();
        Map<String, String> differs = new LinkedHashMap<>();
        for (String line : remarks.lines().toList()) {
            String[] words = line.split(":? ", 4);
            switch (words.length > 1 ? words[1] : "") {
                case "arguments" -> arguments.addAll(List.of(line.substring("# arguments: ".length()).split(" ", -1)));
                case "without" -> without.put(words[2], words[3]);
                case "differs" -> differs.put(words[2], words[3]);
                default -> assertThat(line).as("%s: a remark", name).startsWith("#");
            }
        }
        return new DockerfileCase(name, script, withBase(text.substring(dockerfile + DOCKERFILE.length())), arguments,
                without, differs);
    }

    private static String withBase(String dockerfile) {
        int first = dockerfile.startsWith("FROM ") ? 0 : dockerfile.indexOf("\nFROM ") + 1;
        return dockerfile.substring(0, first) + BASE + dockerfile.substring(first);
    }

    /** Makes the context and the Dockerfile in {@code directory}, which is empty. */
    void write(Path directory) throws IOException, InterruptedException {
        Path programs = Files.createDirectories(directory.resolve("base/bin"));
        Files.copy(Busybox.context().resolve("busybox-amd64"), programs.resolve("busybox"));
        Files.writeString(directory.resolve("Dockerfile"), dockerfile);
        Process process = new ProcessBuilder("sh", "-euc", "umask 022\n" + BASE_FILES + script)
                .directory(directory.toFile())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).as("%s: the script that makes the context", name).isZero();
    }

    /** Only with SOURCE_DATE_EPOCH are times not those of the build. */
    boolean comparesTimes() {
        return DockerfileBuilder.hasEpoch(arguments);
    }

    /** What BuildKit was seen to make of it. */
    String recorded() throws IOException {
        Path file = directory().resolve(name + ".expected");
        return Files.readString(file);
    }

    @Override
    public String toString() {
        return name;
    }
}
