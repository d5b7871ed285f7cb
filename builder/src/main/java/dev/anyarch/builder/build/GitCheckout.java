package dev.anyarch.builder.build;

import dev.anyarch.store.DeniedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A git repository at one commit, fetched by the {@code git} program with the user's own configuration and credentials, as
 * shallow as the server allows. Modes are those that git keeps: 0755 and 0644, whatever the umask.
 *
 * @param directory where the files are
 * @param commit what is checked out
 */
record GitCheckout(Path directory, String commit) {
    private static final int MAX_OUTPUT = 64 * 1024;
    private static final Pattern FETCHED_TAG = Pattern.compile("^\\p{XDigit}+\t[^\t]*\ttag '([^\\s']+)' of ");
    /** As OpenSSH says it. */
    private static final String REFUSED = "Permission denied (publickey";
    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> PLAIN = PosixFilePermissions.fromString("rw-r--r--");

    /**
     * Fetches into {@code directory}, which is empty.
     *
     * @throws IOException when there is no git, no such repository or ref, or the commit is another one
     */
    static GitCheckout of(GitAddress address, Path directory, boolean keepsGitDirectory, GitLogin login)
            throws IOException, InterruptedException {
        git(address, directory, login, "init", "--quiet");
        git(address, directory, login, "remote", "add", "origin", address.remote());
        String revision = fetch(address, directory, login);
        git(address, directory, login, "checkout", "--quiet", revision);
        String commit = git(address, directory, login, "rev-parse", "HEAD").strip();
        String named = git(address, directory, login, "rev-parse", revision.replace("^{commit}", "")).strip();
        if (address.commit().isPresent() && !commit.startsWith(address.commit().get())
                && !named.startsWith(address.commit().get())) {
            throw new IOException("git %s: expected commit %s, found %s".formatted(address, address.commit().get(),
                    commit));
        }
        if (address.takesSubmodules() && Files.exists(directory.resolve(".gitmodules"))) {
            git(address, directory, login, "submodule", "--quiet", "update", "--init", "--recursive", "--depth=1");
        }
        if (keepsGitDirectory) {
            git(address, directory, login, "remote", "set-url", "origin",
                    RemoteSource.withoutCredentials(address.remote()));
            forget(address, directory, login);
        }
        normalize(directory, keepsGitDirectory);
        return new GitCheckout(directory, commit);
    }

    /** Takes away what tells one checkout of a commit from another: what was fetched, and the files' inodes and times. */
    private static void forget(GitAddress address, Path directory, GitLogin login)
            throws IOException, InterruptedException {
        git(address, directory, login, "submodule", "--quiet", "foreach", "--recursive",
                "d=$(git rev-parse --absolute-git-dir) && rm -f \"$d/index\" \"$d/FETCH_HEAD\" && git read-tree HEAD");
        Files.deleteIfExists(directory.resolve(".git/index"));
        Files.deleteIfExists(directory.resolve(".git/FETCH_HEAD"));
        git(address, directory, login, "read-tree", "HEAD");
    }

    /** What to check out, after the cheapest fetch that the server takes. */
    private static String fetch(GitAddress address, Path directory, GitLogin login)
            throws IOException, InterruptedException {
        String ref = address.ref().orElse("HEAD");
        Outcome shallow = run(directory, login, List.of("fetch", "--quiet", "--no-tags", "--depth=1", "origin", ref));
        if (shallow.exit == 0) {
            Matcher tag = FETCHED_TAG.matcher(Files.readString(directory.resolve(".git/FETCH_HEAD")));
            if (tag.find()) {
                git(address, directory, login, "update-ref", "refs/tags/" + tag.group(1), "FETCH_HEAD");
            }
            return "FETCH_HEAD";
        }
        // old servers give no single commits, some give no shallow histories, and a short name of a commit is none to fetch
        Outcome whole = run(directory, login,
                List.of("fetch", "--quiet", "--tags", "origin", "+refs/heads/*:refs/remotes/origin/*"));
        if (whole.exit != 0) {
            throw failed(address, "fetch", shallow);
        }
        if (address.ref().isEmpty()) {
            git(address, directory, login, "fetch", "--quiet", "origin", "HEAD");
            return "FETCH_HEAD";
        }
        for (String candidate : List.of("refs/tags/" + ref, "refs/remotes/origin/" + ref,
                ref.replaceFirst("^refs/heads/", "refs/remotes/origin/"))) {
            if (run(directory, login, List.of("rev-parse", "--quiet", "--verify", candidate + "^{commit}")).exit == 0) {
                return candidate + "^{commit}";
            }
        }
        throw new IOException("git %s: there is no branch, tag or commit '%s'".formatted(address, ref));
    }

    /** Modes as git knows them, and only the directory that is wanted. */
    private static void normalize(Path directory, boolean keepsGitDirectory) throws IOException {
        boolean isPosix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        List<Path> doomed = new ArrayList<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                if (isGit(visited) && !keepsGitDirectory) {
                    doomed.add(visited);
                    return FileVisitResult.SKIP_SUBTREE;
                }
                if (isPosix) {
                    Files.setPosixFilePermissions(visited, PROGRAM);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (isGit(file) && !keepsGitDirectory) {
                    doomed.add(file);
                } else if (isPosix && attributes.isRegularFile()) {
                    boolean isProgram = Files.getPosixFilePermissions(file)
                            .contains(PosixFilePermission.OWNER_EXECUTE);
                    Files.setPosixFilePermissions(file, isProgram ? PROGRAM : PLAIN);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        for (Path path : doomed) {
            Scratch.delete(path);
        }
    }

    private static boolean isGit(Path path) {
        return path.getFileName().toString().equals(".git");
    }

    private static String git(GitAddress address, Path directory, GitLogin login, String... arguments)
            throws IOException, InterruptedException {
        Outcome outcome = run(directory, login, List.of(arguments));
        if (outcome.exit != 0) {
            throw failed(address, arguments[0], outcome);
        }
        return outcome.output;
    }

    private static IOException failed(GitAddress address, String command, Outcome outcome) {
        String text = outcome.output.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("hint:"))
                .limit(5)
                .collect(Collectors.joining("; "));
        String message = "git %s %s: exit code %d: %s".formatted(command, address, outcome.exit,
                RemoteSource.withoutAnyCredentials(text));
        return text.contains(REFUSED)
                ? new DeniedException(
                        message + "; --ssh default=KEYFILE gives git a key, --ssh default=SOCKET an agent")
                : new IOException(message);
    }

    /** What a run of git said, both streams together. */
    private record Outcome(int exit, String output) {}

    private static Outcome run(Path directory, GitLogin login, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("git", "-c", "core.hooksPath=/dev/null", "-c", "protocol.ext.allow=never", "-c",
                        "advice.detachedHead=false", "-c", "gc.auto=0", "-c",
                        "core.logAllRefUpdates=false", "-c", "init.defaultBranch=main"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_TEMPLATE_DIR", ""); // which may have anything of the user's
        List.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY").forEach(environment::remove);
        login.addTo(environment, directory);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IOException("git: the program is not there, and git repositories need it; install git, or clone "
                    + "the repository into the context and COPY it", e);
        }
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
            process.getInputStream().transferTo(OutputStream.nullOutputStream());
            return new Outcome(process.waitFor(), output);
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    /** Where {@code subdirectory} is, which must not lead out. */
    Path resolve(String subdirectory) throws IOException {
        Path root = directory.toRealPath();
        Path resolved = Optional.of(root.resolve(IgnoreRules.clean("/" + subdirectory)))
                .filter(Files::isDirectory)
                .orElseThrow(() -> new IOException("there is no directory '%s' in the repository".formatted(
                        subdirectory)))
                .toRealPath();
        if (!resolved.startsWith(root)) {
            throw new IOException("'%s' leads out of the repository".formatted(subdirectory));
        }
        return resolved;
    }
}
