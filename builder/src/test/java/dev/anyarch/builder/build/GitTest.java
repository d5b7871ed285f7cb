package dev.anyarch.builder.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import dev.anyarch.model.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real repository that a web server gives away file by file, which is git's oldest and least able protocol. */
class GitTest {
    @TempDir
    Path directory = Path.of("");

    private BuildFixture fixture = new BuildFixture(directory);
    private HttpServer server;
    private String url = "";
    private String first = "";

    GitTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void repository() throws IOException, InterruptedException {
        Path work = Files.createDirectories(directory.resolve("work/app/deep"));
        fixture = new BuildFixture(Files.createDirectories(directory.resolve("context")));
        Path root = directory.resolve("work");
        git(directory, "init", "--quiet", "-b", "main", "work");
        Files.writeString(root.resolve("README"), "one");
        Files.writeString(work.resolve("file"), "deep");
        Files.writeString(root.resolve("app/run"), "#!");
        assertThat(root.resolve("app/run").toFile().setExecutable(true)).isTrue();
        Files.writeString(root.resolve("Dockerfile"), "FROM scratch\nCOPY README /readme\n");
        Files.createSymbolicLink(root.resolve("away"), Path.of(".."));
        commit(root);
        first = git(root, "rev-parse", "HEAD").strip();
        git(root, "tag", "v1");
        Files.writeString(root.resolve("README"), "two");
        commit(root);
        git(root, "branch", "next");
        git(directory, "clone", "--quiet", "--bare", "work", "repo.git");
        git(directory.resolve("repo.git"), "update-server-info");
        server.createContext("/", exchange -> {
            Path file = directory.resolve(exchange.getRequestURI().getPath().substring(1));
            byte[] bytes = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
            exchange.sendResponseHeaders(Files.isRegularFile(file) ? 200 : 404, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        url = "http://127.0.0.1:%d/repo.git".formatted(server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void commit(Path root) throws IOException, InterruptedException {
        git(root, "add", "-A");
        git(root, "-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgSign=false", "commit", "--quiet",
                "-m", "m");
    }

    private static String git(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeThat(true).as("git is not installed: apt install git (%s)", e.getMessage()).isFalse();
            throw e;
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private List<String> added(String instruction) throws IOException, InterruptedException {
        return fixture.build("FROM scratch\n" + instruction.replace("URL", url).replace("FIRST", first)).lastLayer();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        ADD URL /to                                      | to/README=two
        ADD URL#v1 /to                                   | to/README=one
        ADD URL#refs/tags/v1 /to                         | to/README=one
        ADD URL#next /to                                 | to/README=two
        ADD URL#FIRST /to                                | to/README=one
        ADD URL?ref=v1 /to                               | to/README=one
        ADD URL?tag=v1&checksum=FIRST /to                | to/README=one
        ADD URL?branch=next /to                          | to/README=two
        ADD --checksum=FIRST URL#v1 /to                  | to/README=one
        ADD URL#v1:app/deep /to                          | to/file=deep
        ADD URL?subdir=app/deep /to                      | to/file=deep
        ADD --exclude=app --exclude=away URL /to         | to/README=two
        """)
    void aRepositoryIsAddedAtARef(String instruction, String file) throws IOException, InterruptedException {
        assertThat(added(instruction)).contains(file + " 644 0:0")
                .noneMatch(line -> line.startsWith("to/.git"));
    }

    @Test
    void modesAreThoseOfGit() throws IOException, InterruptedException {
        assertThat(added("ADD URL#main:app /to")).containsExactly("to/ 755 0:0", "to/deep/ 755 0:0",
                "to/deep/file=deep 644 0:0", "to/run=#! 755 0:0");
    }

    @Test
    void theGitDirectoryIsKeptOnRequestWithoutCredentials() throws IOException, InterruptedException {
        String secret = url.replace("http://", "http://user:secret@");
        List<String> lines = fixture.build("FROM scratch\nADD --keep-git-dir=true " + secret + " /to").lastLayer();
        assertThat(lines).anyMatch(line -> line.startsWith("to/.git/HEAD"))
                .noneMatch(line -> line.contains("secret"));
        assertThat(added("ADD URL?keep-git-dir=true /to")).anyMatch(line -> line.startsWith("to/.git/config"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "refs/tags/v1", "signed"})
    void aKeptGitDirectoryHasTheTagThatWasAskedFor(String ref) throws IOException, InterruptedException {
        Path repository = directory.resolve("repo.git");
        git(repository, "-c", "user.name=a", "-c", "user.email=a@b", "-c", "tag.gpgSign=false", "tag", "-a", "-m", "m",
                "signed", "main");
        Path checkout = checkout("file://%s#%s".formatted(repository, ref), "checkout");
        assertThat(git(checkout, "describe", "--tags").strip()).isEqualTo(ref.replace("refs/tags/", ""));
        assertThat(git(checkout, "status", "--porcelain")).isEmpty();
    }

    /** A build makes the same of the same commit, and nobody's name and address get into an image. */
    @Test
    void aKeptGitDirectoryIsTheSameEveryTime() throws IOException, InterruptedException {
        String address = "file://%s#main".formatted(directory.resolve("repo.git"));
        Map<String, Digest> one = files(checkout(address, "one"));
        Map<String, Digest> two = files(checkout(address, "two"));
        assertThat(two).containsKeys(".git/index", ".git/HEAD", "README").isEqualTo(one);
        assertThat(two.keySet()).noneMatch(path -> path.contains("logs/") || path.endsWith("FETCH_HEAD"));
    }

    /** Served by git's own daemon, because git takes no submodules of a directory. */
    @Test
    void submodulesOfAKeptGitDirectoryAreTheSameEveryTime() throws IOException, InterruptedException {
        try (ServerSocket daemon = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(daemon));
            String served = "git://127.0.0.1:%d/".formatted(daemon.getLocalPort());
            Path work = directory.resolve("work");
            git(work, "submodule", "--quiet", "add", served + "repo.git", "module");
            commit(work);
            Path one = checkout(served + "work#main", "one");
            Map<String, Digest> two = files(checkout(served + "work#main", "two"));
            assertThat(two).containsKeys(".git/modules/module/index", "module/README").isEqualTo(files(one));
            assertThat(two.keySet()).noneMatch(path -> path.contains("hooks") || path.contains("logs/"));
            assertThat(git(one.resolve("module"), "status", "--porcelain")).isEmpty();
        }
    }

    private void serve(ServerSocket daemon) {
        while (!daemon.isClosed()) {
            try {
                Socket socket = daemon.accept();
                Thread.ofVirtual().start(() -> answer(socket));
            } catch (IOException _) {
                return; // it is closed
            }
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            Process git = new ProcessBuilder("git", "daemon", "--inetd", "--export-all", "--base-path=" + directory)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Thread.ofVirtual().start(() -> {
                try (OutputStream in = git.getOutputStream()) {
                    byte[] some = new byte[8192];
                    for (int read = socket.getInputStream().read(some); read >= 0; read = socket.getInputStream()
                            .read(some)) {
                        in.write(some, 0, read);
                        in.flush(); // the protocol is a conversation
                    }
                } catch (IOException _) {
                    git.destroy(); // whoever asked is gone
                }
            });
            git.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path checkout(String address, String name) throws IOException, InterruptedException {
        Path checkout = Files.createDirectory(directory.resolve(name));
        return GitCheckout.of(GitAddress.parse(address), checkout, true, new GitLogin(Optional.empty())).directory();
    }

    private static Map<String, Digest> files(Path root) throws IOException {
        Map<String, Digest> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).toList()) {
                files.put(root.relativize(file).toString(), Digest.sha256(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        ADD URL#nowhere /to                              | there is no branch, tag or commit 'nowhere'
        ADD URL?colour=red /to                           | unknown parameter 'colour'
        ADD URL?ref=a&tag=b /to                          | two refs, 'a' and 'refs/tags/b'
        ADD URL#--upload-pack=x /to                      | '--upload-pack=x' is not the name of a ref
        ADD --checksum=zz URL /to                        | expected a commit of 7 to 64 hexadecimal digits, found 'zz'
        ADD --checksum=FIRST URL /to                     | expected commit
        ADD URL#main:none /to                            | there is no directory 'none'
        ADD --unpack URL /to                             | --unpack is for archives
        """)
    void mistakesAreTold(String instruction, String problem) {
        assertThatThrownBy(() -> added(instruction)).isInstanceOf(IOException.class).hasMessageContaining(problem);
    }

    @Test
    void aRepositoryThatIsNotThereIsTold() {
        assertThatThrownBy(() -> fixture.build("FROM scratch\nADD http://u:pw@127.0.0.1:1/x.git /"))
                .hasMessageContaining("git fetch http://127.0.0.1:1/x.git")
                .hasMessageNotContaining("pw");
    }

    @Test
    void aRepositoryIsAContext() throws IOException, InterruptedException {
        Path kept;
        try (BuildContext context = BuildContext.fetch(url + "#v1", false, Optional.empty())) {
            kept = context.directory();
            assertThat(kept.resolve("README")).hasContent("one");
            assertThat(context.file(Optional.of("/../Dockerfile"), Path.of("/"))).exists();
        }
        assertThat(kept).doesNotExist();
        try (BuildContext context = BuildContext.fetch(url, true, Optional.empty())) {
            assertThat(context.directory().resolve(".git/HEAD")).exists();
        }
        assertThatThrownBy(() -> BuildContext.fetchFiles(url + "/HEAD", Optional.empty()))
                .hasMessageContaining("/repo.git/HEAD: expected an archive, found 21 bytes of something else");
        assertThatThrownBy(() -> BuildContext.fetch(url + "#main:away", false, Optional.empty()))
                .hasMessageContaining("leads out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"git@github.com:a/b.git", "git@github.com:a/b.git#main:dir", "ssh://git@host/x",
        "git://host/x", "https://host/x.git", "https://host/x.git?ref=a#b", "github.com/a/b"})
    void theseAreRepositories(String text) {
        assertThat(RemoteSource.isGit(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://host/x", "https://host/x.git/file.tar", "https://host/x?file=a.git", "dir/x.git",
        "./github.com/a", "file:///x.git"})
    void theseAreNot(String text) {
        assertThat(RemoteSource.isGit(text)).isFalse();
    }
}
