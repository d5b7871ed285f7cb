package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.content.NamedOutputStream;
import dev.anyarch.content.TarEntry;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.runtime.SshSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/**
 * Where a build's files come from: a directory, or something that becomes one for the time of the build — a git repository,
 * an archive behind a URL or on standard input. As with Docker, what comes through a URL or standard input and is no archive
 * is a Dockerfile for a build without files. What {@code .dockerignore} says counts for all of them, so that a repository
 * gives the same image whether it was cloned before or is named by its URL. For one thread.
 */
public final class BuildContext implements Closeable {
    private final Path directory;
    private final boolean isRemote;
    private final Optional<Dockerfile> dockerfile;
    private final Optional<Scratch> scratch;
    private final Optional<String> loss;

    private BuildContext(Path directory, boolean isRemote, Optional<Dockerfile> dockerfile,
            Optional<Scratch> scratch) {
        this(directory, isRemote, dockerfile, scratch, Optional.empty());
    }

    private BuildContext(Path directory, boolean isRemote, Optional<Dockerfile> dockerfile,
            Optional<Scratch> scratch, Optional<String> loss) {
        this.directory = directory;
        this.isRemote = isRemote;
        this.dockerfile = dockerfile;
        this.scratch = scratch;
        this.loss = loss;
    }

    /** A directory of this machine. */
    public static BuildContext of(Path directory) {
        return new BuildContext(directory, false, Optional.empty(), Optional.empty());
    }

    /** Whether {@code text} names something that {@link #fetch} gets. */
    public static boolean isRemote(String text) {
        return RemoteSource.isUrl(text) || RemoteSource.isGit(text);
    }

    /**
     * The git repository, archive or Dockerfile that {@code url} names.
     *
     * @param keepsGitDirectory whether {@code .git} is part of the context, even if {@code url} does not say so
     * @param ssh who signs for git; empty for whoever it is configured to ask
     */
    public static BuildContext fetch(String url, boolean keepsGitDirectory, Optional<SshSource> ssh)
            throws IOException, InterruptedException {
        return fetch(url, keepsGitDirectory, true, ssh);
    }

    /** As {@link #fetch}, where files are wanted, and a Dockerfile is none. */
    public static BuildContext fetchFiles(String url, Optional<SshSource> ssh)
            throws IOException, InterruptedException {
        return fetch(url, false, false, ssh);
    }

    private static BuildContext fetch(String url, boolean keepsGitDirectory, boolean takesDockerfile,
            Optional<SshSource> ssh) throws IOException, InterruptedException {
        Scratch scratch = new Scratch();
        try {
            if (RemoteSource.isGit(url)) {
                GitAddress address = GitAddress.parse(url);
                GitCheckout checkout = GitCheckout.of(address, scratch.newDirectory(),
                        keepsGitDirectory || address.keepsGitDirectory(), new GitLogin(ssh));
                return new BuildContext(checkout.resolve(address.directory()), true, Optional.empty(),
                        Optional.of(scratch));
            }
            Leaf file = new Downloads(scratch, Optional.empty()).fetch(url, Optional.empty(), true);
            return of(RemoteSource.withoutCredentials(url), file, takesDockerfile, scratch);
        } catch (IOException | InterruptedException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    /** An archive, or a Dockerfile, that comes through a stream; it is read to its end. */
    public static BuildContext read(String name, InputStream in) throws IOException, InterruptedException {
        Scratch scratch = new Scratch();
        try {
            Path file = scratch.newFile();
            try (OutputStream out = NamedOutputStream.open(file)) {
                in.transferTo(out);
            }
            return of(name, new Leaf(TarEntry.file(".", 0600, Files.size(file)),
                    new FileContent.Host(file)), true, scratch);
        } catch (IOException | InterruptedException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    private static BuildContext of(String name, Leaf file, boolean takesDockerfile, Scratch scratch)
            throws IOException, InterruptedException {
        if (file.metadata().size() == 0) {
            throw new InvalidContentException(
                    "build context %s: expected an archive or a Dockerfile, found nothing".formatted(name));
        }
        Path directory = scratch.newDirectory();
        Optional<Directory> tree = new LocalArchives(scratch, Optional.empty()).open(name, file);
        if (tree.isPresent()) {
            List<String> leftOut = HostWriter.write(ImageFiles.plan(tree.get()).entries(), directory);
            Optional<String> loss = leftOut.stream()
                    .findFirst()
                    .map(first -> "build context %s: left out %d devices and pipes, such as /%s; ADD of an archive keeps them"
                            .formatted(name, leftOut.size(), first));
            return new BuildContext(directory, true, Optional.empty(), Optional.of(scratch), loss);
        }
        if (!takesDockerfile) {
            throw new InvalidContentException(
                    "build context %s: expected an archive, found %d bytes of something else".formatted(name,
                            file.metadata().size()));
        }
        byte[] text;
        try (InputStream in = file.content().open()) {
            text = in.readNBytes(Dockerfile.MAX_SIZE + 1);
        }
        Optional<String> broken = LocalArchives.brokenArchive(text);
        if (broken.isPresent()) {
            throw new InvalidContentException("build context %s: expected an archive or a Dockerfile, found %s"
                    .formatted(name, broken.get()));
        }
        return new BuildContext(directory, true, Optional.of(Dockerfiles.parse(name, text)), Optional.of(scratch));
    }

    public Path directory() {
        return directory;
    }

    /** What an archive has that is not in the directory, as a sentence; empty when everything is. */
    public Optional<String> loss() {
        return loss;
    }

    /** The Dockerfile that came in place of files. */
    public Optional<Dockerfile> dockerfile() {
        return dockerfile;
    }

    /** Where the Dockerfile {@code name} is: in a context that was fetched, within it. */
    public Path file(Optional<String> name, Path workingDirectory) throws IOException {
        if (!isRemote) {
            requireDirectory();
            return name.isEmpty() ? defaultFile() : workingDirectory.resolve(name.get()).normalize();
        }
        Path file = name.isEmpty()
                ? Dockerfiles.defaultFile(directory)
                : directory.resolve(IgnoreRules.clean("/" + name.get()));
        String called = name.orElse("Dockerfile");
        if (Files.isDirectory(file)) {
            throw new InvalidContentException(
                    "Dockerfile %s: expected a file, found a directory in the build context".formatted(called));
        }
        if (Files.exists(file)) {
            requireInside(file, "Dockerfile " + called);
        } else if (dockerfile.isEmpty()) {
            throw new NoSuchFileException(called, null, "it is not in the build context"
                    + loss.map(text -> " (" + text + ")").orElse(""));
        }
        return file;
    }

    /** What the context leaves out, for the Dockerfile {@code file} if one is read. */
    public Optional<String> ignoreFile(Optional<Path> file) throws IOException {
        Optional<Path> found = Dockerfiles.ignoreFile(directory, file);
        if (isRemote && found.isPresent()) {
            requireInside(found.get(), ".dockerignore");
        }
        return Dockerfiles.readIgnoreFile(directory, file);
    }

    private void requireInside(Path file, String subject) throws IOException {
        if (!file.toRealPath().startsWith(directory.toRealPath())) {
            throw new InvalidContentException(subject + ": leads out of the build context");
        }
    }

    private void requireDirectory() throws IOException {
        if (!Files.exists(directory)) {
            String hint = directory.toString().contains("\ufffd")
                    ? "; a name that is not UTF-8 cannot be given, but a link that leads there"
                    : "";
            throw new NoSuchFileException("build context " + directory, null, "no such directory" + hint);
        }
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(
                    "build context %s: expected a directory, found a file".formatted(directory));
        }
    }

    /** A pipe that is named is read; one that happens to be there might wait for ever. */
    private Path defaultFile() throws IOException {
        Path file = Dockerfiles.defaultFile(directory);
        if (Files.exists(file) && Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
            throw new FileSystemException(file.toString(), null,
                    "expected a file; one of another kind is named with -f");
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        if (scratch.isPresent()) {
            scratch.get().close();
        }
    }
}
