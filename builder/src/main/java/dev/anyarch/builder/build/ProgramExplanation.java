package dev.anyarch.builder.build;

import dev.anyarch.model.platform.Platform;
import dev.anyarch.runtime.ContainerExit;
import dev.anyarch.runtime.ContainerSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a command of RUN could not be executed, where a shell or a kernel only say that it could not. */
final class ProgramExplanation {
    /** As dash, bash, busybox and coreutils say it, the path before the reason. */
    private static final Pattern REFUSED = Pattern.compile(
            "(?:.*[\\s'\"`])?(/[^\\s:'\"`]+)['\"`]?: (?:cannot execute: )?(?:not found|required file not found|"
                    + "no such file or directory|exec format error|permission denied)\\s*",
            Pattern.CASE_INSENSITIVE);
    /** How crun begins, which then ends with code 1. */
    private static final String NOT_EXECUTED = "exec container process";
    private static final List<String> HIDDEN = List.of("/proc", "/sys", "/dev", RunCommand.SCRIPT_DIRECTORY);

    private ProgramExplanation() {}

    /** A sentence about the program that was not executed; absent when there is nothing to add. */
    static Optional<String> of(FileTree tree, ContainerSpec spec, Platform platform, ContainerExit exit)
            throws IOException {
        if (exit.code() != ProgramFinding.ABSENT && exit.code() != ProgramFinding.REFUSED
                && exit.lastLines().stream().noneMatch(line -> line.startsWith(NOT_EXECUTED))) {
            return Optional.empty();
        }
        Optional<String> program = exit.notStarted().isPresent()
                ? Optional.of(spec.arguments().getFirst())
                : named(exit.lastLines()).filter(path -> isThere(tree, path));
        if (program.isEmpty()) {
            return Optional.empty();
        }
        ProgramFinding finding = new ProgramSearch(new StageFilesOnly(tree), spec.environment(), spec.directory(),
                HIDDEN,
                platform).of(program.get());
        return switch (finding) {
            case ProgramFinding.Fits _ -> Optional.empty();
            case ProgramFinding.Foreign foreign -> Optional.of(foreign.message());
            case ProgramFinding.Broken broken -> Optional.of(broken.message());
        };
    }

    private static Optional<String> named(List<String> lines) {
        return lines.stream()
                .map(REFUSED::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .reduce((_, last) -> last);
    }

    /** What the command itself made is not in the tree, and of that nothing is known. */
    private static boolean isThere(FileTree tree, String path) {
        try {
            return tree.resolve(path, true).node().isPresent();
        } catch (IOException _) {
            return false;
        }
    }

    /** The files of a stage, of which the instruction says enough. */
    private record StageFilesOnly(FileTree tree) implements ProgramFiles {
        @Override
        public InputStream open(TreePath path, Leaf file) throws IOException {
            return file.content().open();
        }

        @Override
        public String origin(TreePath path, Leaf file) {
            return "";
        }
    }
}
