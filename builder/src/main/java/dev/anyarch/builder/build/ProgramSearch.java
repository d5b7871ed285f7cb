package dev.anyarch.builder.build;

import dev.anyarch.builder.build.ProgramFinding.Broken;
import dev.anyarch.builder.build.ProgramFinding.Fits;
import dev.anyarch.builder.build.ProgramFinding.Foreign;
import dev.anyarch.executables.ElfFile;
import dev.anyarch.executables.Executable;
import dev.anyarch.executables.ExecutableScan;
import dev.anyarch.executables.Fit;
import dev.anyarch.executables.Script;
import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at a program before it is started, the way that the kernel will go: through PATH and links to the file, from a script
 * to its interpreter, from a program to its loader. A kernel says of all that can be wrong there no more than that a file was
 * not found, or has the wrong format. For one thread.
 *
 * @param directory where the program begins, for relative paths
 * @param hidden directories and files of which the image does not tell what is there, because something is mounted
 * @param platform that the image is for
 */
record ProgramSearch(ProgramFiles files, Map<String, String> environment, String directory, List<String> hidden,
        Platform platform) {
    private static final int MAX_INTERPRETERS = 5;
    private static final int EXECUTABLE = 0111;
    private static final int LINE = 256;
    /** An ARM program says at its end which CPU it needs. */
    private static final long MAX_READ = 256L * 1024 * 1024;

    ProgramSearch {
        environment = Map.copyOf(environment);
        hidden = List.copyOf(hidden);
    }

    /** @param program as the command line has it */
    ProgramFinding of(String program) throws IOException {
        if (program.contains("/")) {
            return follow(absolute(program), "", 0);
        }
        Optional<String> refused = Optional.empty();
        String path = environment.getOrDefault("PATH", "");
        for (String place : path.split(":", -1)) {
            String candidate = absolute((place.isEmpty() ? "." : place) + "/" + program);
            Optional<TreePath> found = resolve(candidate);
            if (found.isPresent() && isHidden(found.get())) {
                return new Fits();
            }
            if (found.flatMap(TreePath::node).filter(Node::isFile).isPresent()) {
                if (isExecutable(found.get().node().orElseThrow())) {
                    return follow(candidate, "", 0);
                }
                refused = Optional.of(candidate);
            }
        }
        return refused.isPresent()
                ? follow(refused.get(), "", 0)
                : new Broken(ProgramFinding.ABSENT, "there is no '%s' in the image, looked in %s".formatted(program,
                        path.isEmpty() ? "no directory, for PATH is empty" : path.replace(":", ", ")));
    }

    private String absolute(String path) {
        return path.startsWith("/") ? path : directory + "/" + path;
    }

    private Optional<TreePath> resolve(String path) throws IOException {
        try {
            return Optional.of(files.tree().resolve(path, true));
        } catch (FileSystemException _) {
            return Optional.empty(); // a file in the way, or links that lead in circles
        }
    }

    private boolean isHidden(TreePath path) {
        String text = "/" + path.text();
        return hidden.stream().anyMatch(mount -> text.equals(mount) || text.startsWith(mount + "/"));
    }

    private static boolean isExecutable(Node node) {
        return (node.metadata().mode() & EXECUTABLE) != 0;
    }

    /** @param by what leads there, such as {@code (named by the first line of /start)}; empty for the program itself */
    private ProgramFinding follow(String path, String by, int depth) throws IOException {
        Optional<TreePath> resolved = resolve(path);
        if (resolved.isPresent() && isHidden(resolved.get())) {
            return new Fits();
        }
        Optional<Node> node = resolved.flatMap(TreePath::node);
        if (node.isEmpty()) {
            return new Broken(ProgramFinding.ABSENT, "there is no %s in the image%s".formatted(path, by));
        }
        String name = "/" + resolved.get().text();
        if (!(node.get() instanceof Leaf leaf) || !leaf.isFile()) {
            return new Broken(ProgramFinding.REFUSED, "%s is %s and not a program%s".formatted(name,
                    node.get().isDirectory() ? "a directory" : "no regular file", by));
        }
        String origin = files.origin(resolved.get(), leaf);
        if (!isExecutable(leaf)) {
            return new Broken(ProgramFinding.REFUSED,
                    "permission denied: %s%s%s has mode %04o, which lets nobody execute it; COPY --chmod=755 or chmod +x changes that"
                            .formatted(name, origin, by, leaf.metadata().mode()));
        }
        if (leaf.metadata().size() == 0) {
            return new Broken(ProgramFinding.REFUSED, "exec format error: %s%s%s is empty".formatted(name, origin, by));
        }
        return look(resolved.get(), leaf, name + origin + by, depth);
    }

    private ProgramFinding look(TreePath path, Leaf leaf, String name, int depth) throws IOException {
        Optional<Executable> executable;
        try (InputStream in = files.open(path, leaf)) {
            executable = ExecutableScan.read(in, MAX_READ);
        }
        if (executable.isEmpty()) {
            return new Broken(ProgramFinding.REFUSED,
                    "exec format error: %s is neither a program nor a script: %s".formatted(
                            name, firstLine(path, leaf).startsWith("\u00ef\u00bb\u00bf#!")
                                    ? "a byte order mark is in front of its #!; save it without one"
                                    : "a script has a first line such as #!/bin/sh"));
        }
        if (executable.get() instanceof Script script) {
            return script(path, leaf, script, name, depth);
        }
        if (!executable.get().isLoadable()) {
            return new Broken(ProgramFinding.REFUSED,
                    "exec format error: %s is %s, which nothing starts as it is".formatted(
                            name, executable.get().description()));
        }
        if (executable.get().fit(platform) instanceof Fit.Mismatch(String reason)) {
            return new Foreign(executable.get().platforms().getFirst(), "the image says %s, but %s is %s (%s)"
                    .formatted(platform, name, executable.get().description(), reason));
        }
        return executable.get() instanceof ElfFile elf && elf.interpreter().isPresent()
                ? loader(elf.interpreter().get(), name)
                : new Fits();
    }

    private ProgramFinding script(TreePath path, Leaf leaf, Script script, String name, int depth)
            throws IOException {
        if (depth >= MAX_INTERPRETERS) {
            return new Broken(ProgramFinding.REFUSED,
                    "%s: scripts for scripts, deeper than a kernel follows".formatted(name));
        }
        if (firstLine(path, leaf).endsWith("\r")) {
            return new Broken(ProgramFinding.ABSENT,
                    "%s is a script whose lines end as on Windows, so that its interpreter is '%s\\r'; dos2unix changes that"
                            .formatted(name, script.interpreter()));
        }
        return follow(absolute(script.interpreter()), " (named by the first line of /%s)".formatted(path.text()),
                depth + 1);
    }

    private String firstLine(TreePath path, Leaf leaf) throws IOException {
        try (InputStream in = files.open(path, leaf)) {
            String text = new String(in.readNBytes(LINE), StandardCharsets.ISO_8859_1);
            int end = text.indexOf('\n');
            return end < 0 ? text : text.substring(0, end);
        }
    }

    private ProgramFinding loader(String loader, String name) throws IOException {
        Optional<TreePath> resolved = resolve(absolute(loader));
        if (resolved.isPresent() && (isHidden(resolved.get()) || resolved.get().node().isPresent())) {
            return new Fits();
        }
        return new Broken(ProgramFinding.ABSENT,
                "%s needs the loader %s, which the image does not have: %s".formatted(name,
                        loader, LoaderAdvice.of(loader, files.tree())));
    }
}
