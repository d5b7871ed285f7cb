package dev.anyarch.builder.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.content.TarEntry;
import dev.anyarch.model.json.Json;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyTest {
    @TempDir
    Path directory = Path.of("");

    private BuildFixture fixture = new BuildFixture(directory);

    @BeforeEach
    void context() throws IOException {
        fixture = new BuildFixture(directory);
        fixture.file("a.txt", "a").file("b.txt", "b").file("dir/x", "x").file("dir/sub/y", "y");
        for (String file : new String[]{"a.txt", "b.txt", "dir/x", "dir/sub/y"}) {
            mode(file, "rw-r--r--");
        }
        mode("dir", "rwxr-x---");
        mode("dir/sub", "rwxr-xr-x");
    }

    private void mode(String file, String permissions) throws IOException {
        Files.setPosixFilePermissions(directory.resolve(file), PosixFilePermissions.fromString(permissions));
    }

    private void assertLayer(String dockerfile, String... lines) throws IOException, InterruptedException {
        assertThat(fixture.build(dockerfile).lastLayer()).containsExactly(lines);
    }

    @Test
    void aFileGoesUnderItsNewName() throws IOException, InterruptedException {
        assertLayer("FROM scratch\nCOPY a.txt /new", "new=a 644 0:0");
        assertLayer("FROM scratch\nCOPY a.txt /deep/new", "deep/ 755 0:0", "deep/new=a 644 0:0");
    }

    @Test
    void aFileGoesIntoADirectory() throws IOException, InterruptedException {
        assertLayer("FROM scratch\nCOPY a.txt /d/", "d/ 755 0:0", "d/a.txt=a 644 0:0");
        assertLayer("FROM scratch\nCOPY a.txt /", "a.txt=a 644 0:0");
        assertLayer("FROM scratch\nWORKDIR /w\nCOPY a.txt .", "w/a.txt=a 644 0:0");
        assertLayer("FROM scratch\nCOPY a.txt b.txt /d", "d/ 755 0:0", "d/a.txt=a 644 0:0", "d/b.txt=b 644 0:0");
    }

    @Test
    void aDirectoryGivesItsContent() throws IOException, InterruptedException {
        assertLayer("FROM scratch\nCOPY dir /d", "d/ 755 0:0", "d/sub/ 755 0:0", "d/sub/y=y 644 0:0", "d/x=x 644 0:0");
        assertLayer("FROM scratch\nCOPY dir/ /", "sub/ 755 0:0", "sub/y=y 644 0:0", "x=x 644 0:0");
    }

    @Test
    void pathsStayInTheContext() throws IOException, InterruptedException {
        assertLayer("FROM scratch\nCOPY ../../a.txt /x", "x=a 644 0:0");
        assertLayer("FROM scratch\nCOPY /dir/../a.txt /x", "x=a 644 0:0");
    }

    @Test
    void wildcardsFollowGo() throws IOException, InterruptedException {
        assertLayer("FROM scratch\nCOPY *.txt /d/", "d/ 755 0:0", "d/a.txt=a 644 0:0", "d/b.txt=b 644 0:0");
        assertLayer("FROM scratch\nCOPY [^b].tx? /only", "only=a 644 0:0");
        assertLayer("FROM scratch\nCOPY d*/sub /d/", "d/ 755 0:0", "d/y=y 644 0:0");
        BuildResult nothing = fixture.build("FROM scratch\nCOPY *.none /d/").result();
        assertThat(nothing.warnings()).hasSize(1);
    }

    @Test
    void ownerAndModeCanBeGiven() throws IOException, InterruptedException {
        assertLayer("FROM scratch\nCOPY --chown=7:8 --chmod=0750 dir/x /d/x", "d/ 750 7:8", "d/x=x 750 7:8");
        assertLayer("FROM scratch\nCOPY --chown=7 --chmod=u=rwX,go=rX dir /d/", "d/ 755 7:7", "d/sub/ 755 7:7",
                "d/sub/y=y 644 7:7", "d/x=x 644 7:7");
    }

    @Test
    void namesOfOwnersAreThoseOfTheStage() throws IOException, InterruptedException {
        fixture.base("base", Json.Obj.EMPTY,
                BuildFixture.files("etc/passwd", "root:x:0:0::/:/bin/sh\napp:x:1000:1001::/:/bin/sh\n", "etc/group",
                        "root:x:0:\nweb:x:33:app\n"),
                BuildFixture.AMD64);
        assertLayer("FROM base\nCOPY --chown=app a.txt /x", "x=a 644 1000:1001");
        assertLayer("FROM base\nCOPY --chown=app:web a.txt /x", "x=a 644 1000:33");
        assertThatThrownBy(() -> fixture.build("FROM base\nCOPY --chown=nobody a.txt /x"))
                .isInstanceOf(DockerfileException.class)
                .hasMessageContaining("Dockerfile:2:6: --chown: 'nobody' is not in /etc/passwd");
    }

    @Test
    void existingDirectoriesKeepTheirMetadataAndLinksAreFollowed() throws IOException, InterruptedException {
        Map<TarEntry, String> files = new LinkedHashMap<>();
        files.put(TarEntry.directory("opt", 0700).withOwner(5, 5), "");
        files.put(TarEntry.directory("usr", 0755), "");
        files.put(TarEntry.directory("usr/lib", 0755), "");
        files.put(TarEntry.symbolicLink("lib", "usr/lib"), "");
        fixture.base("base", Json.Obj.EMPTY, files, BuildFixture.AMD64);

        assertLayer("FROM base\nCOPY dir/sub /opt", "opt/y=y 644 0:0");
        assertLayer("FROM base\nCOPY a.txt /lib/", "usr/lib/a.txt=a 644 0:0");
        assertLayer("FROM base\nCOPY --link a.txt /lib/", "lib/ 755 0:0", "lib/a.txt=a 644 0:0");
        assertThatThrownBy(() -> fixture.file("tree/lib/z", "z").build("FROM base\nCOPY tree /"))
                .hasMessageContaining("/lib: cannot put a directory in place of a symbolic link to usr/lib");
    }

    @Test
    void filesAndDirectoriesDoNotReplaceEachOther() {
        assertThatThrownBy(() -> fixture.build("FROM scratch\nCOPY a.txt /f\nCOPY dir /f"))
                .hasMessageContaining("Dockerfile:3:1: /f: expected a directory, found a file");
        assertThatThrownBy(() -> fixture.build("FROM scratch\nCOPY dir /d/a.txt\nCOPY a.txt /d/"))
                .hasMessageContaining("cannot put a file in place of a directory");
        assertThatThrownBy(() -> fixture.build("FROM scratch\nCOPY a.txt /f\nCOPY b.txt /f/x"))
                .hasMessageContaining("/f is not a directory");
    }

    @Test
    void linksAreFollowedWhenNamedAndKeptWhenNested() throws IOException, InterruptedException {
        Files.createSymbolicLink(directory.resolve("dir/link"), Path.of("x"));
        Files.createSymbolicLink(directory.resolve("top"), Path.of("/dir"));
        Files.createLink(directory.resolve("dir/twin"), directory.resolve("dir/x"));
        assertLayer("FROM scratch\nCOPY top/link /x", "x=x 644 0:0");
        assertLayer("FROM scratch\nCOPY top /d", "d/ 755 0:0", "d/link -> x 777 0:0", "d/sub/ 755 0:0",
                "d/sub/y=y 644 0:0", "d/twin=x 644 0:0", "d/x == d/twin 644 0:0");
    }

    @Test
    void loopsOfLinksAreRefused() throws IOException, InterruptedException {
        Files.createSymbolicLink(directory.resolve("l1"), Path.of("l2"));
        Files.createSymbolicLink(directory.resolve("l2"), Path.of("l1"));
        assertThatThrownBy(() -> fixture.build("FROM scratch\nCOPY l1 /x")).isInstanceOf(DockerfileException.class)
                .hasMessageContaining("symbolic links");
        assertLayer("FROM scratch\nCOPY . /x/".replace(".", "dir/sub"), "x/ 755 0:0", "x/y=y 644 0:0");
    }

    @Test
    void linksDoNotLeadOutOfTheContext() throws IOException, InterruptedException {
        Files.createSymbolicLink(directory.resolve("out"), Path.of("../../../../etc/passwd"));
        assertThatThrownBy(() -> fixture.build("FROM scratch\nCOPY out /x"))
                .hasMessageContaining("'out' is not in the build context");
    }

    @Test
    void whatIsNotThereIsToldWithTheReason() throws IOException, InterruptedException {
        assertThatThrownBy(() -> fixture.build("FROM scratch\nCOPY none /x")).isInstanceOf(DockerfileException.class)
                .hasMessageContaining("Dockerfile:2:6: 'none' is not in the build context")
                .hasMessageContaining("2 | COPY none /x");
        assertThatThrownBy(() -> fixture.build("FROM scratch\nCOPY ../none /x"))
                .hasMessageContaining("do not lead out");
        fixture.file(".dockerignore", "dir\n");
        assertThatThrownBy(() -> fixture.build("FROM scratch\nCOPY dir/x /x"))
                .hasMessageContaining(".dockerignore excludes it");
    }

    @Test
    void ignoredFilesAreNotThereAndCanBeTakenBack() throws IOException, InterruptedException {
        fixture.file(".dockerignore", "# all but y\n*\n!dir/sub\ndir/sub/z*\n").file("dir/sub/z1", "z");
        assertLayer("FROM scratch\nCOPY . /", "dir/ 750 0:0", "dir/sub/ 755 0:0", "dir/sub/y=y 644 0:0");
    }

    @Test
    void excludesAndParents() throws IOException, InterruptedException {
        assertLayer("FROM scratch\nCOPY --exclude=s*/y --exclude=x dir /d/", "d/ 755 0:0", "d/sub/ 755 0:0");
        assertLayer("FROM scratch\nCOPY --exclude=a* *.txt /d/", "d/ 755 0:0", "d/b.txt=b 644 0:0");
        assertLayer("FROM scratch\nCOPY --parents dir/sub/y a.txt /p/", "p/ 755 0:0", "p/a.txt=a 644 0:0",
                "p/dir/ 750 0:0", "p/dir/sub/ 755 0:0", "p/dir/sub/y=y 644 0:0");
        assertLayer("FROM scratch\nCOPY --parents ./dir/./**/y /p/", "p/ 755 0:0", "p/sub/ 755 0:0",
                "p/sub/y=y 644 0:0");
    }

    @Test
    void heredocsAreFiles() throws IOException, InterruptedException {
        assertLayer("FROM scratch\nARG V=1\nCOPY <<one <<'two' /d/\n\"$V\"\none\n$V\ntwo\n", "d/ 755 0:0",
                "d/one=\"1\"\n 644 0:0", "d/two=$V\n 644 0:0");
        assertLayer("FROM scratch\nCOPY <<EOF /file\nx\nEOF\n", "file=x\n 644 0:0");
    }

    @Test
    void stagesAndImagesKeepTheirOwners() throws IOException, InterruptedException {
        fixture.base("tools", Json.Obj.EMPTY,
                Map.of(BuildFixture.textFile("bin/tool", "t").withMode(04755).withOwner(3, 4), "t"),
                BuildFixture.AMD64, BuildFixture.ARM64);
        assertLayer("FROM scratch AS one\nCOPY --chown=9:9 a.txt /d/a\nFROM scratch\nCOPY --from=one /d /e",
                "e/ 755 0:0", "e/a=a 644 9:9");
        assertLayer("FROM scratch\nCOPY a.txt /a\nFROM scratch\nCOPY --from=0 a /b", "b=a 644 0:0");
        assertLayer("ARG I=tools\nFROM scratch\nARG I\nCOPY --from=$I /bin/tool /", "tool=t 4755 3:4");
        assertThatThrownBy(() -> fixture.build("FROM scratch\nCOPY --from=0 a /b"))
                .hasMessageContaining("from=0: expected a stage before this one");
        assertThatThrownBy(() -> fixture.build("FROM scratch\nCOPY --from=none a /b"))
                .hasMessageContaining("image none: there is no stage of this name, and no such repository");
    }

    @Test
    void aNameThatDeletesIsRefused() throws IOException, InterruptedException {
        fixture.file("dir/.wh.x", "");
        assertThatThrownBy(() -> fixture.build("FROM scratch\nCOPY dir /d")).hasMessageContaining(".wh.x")
                .hasMessageContaining("would delete");
    }

    @Test
    void namesThatAreNotUtf8AreKept() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'dir/sub/\\344')\"")
                .directory(directory.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        assertLayer("FROM scratch\nCOPY dir/sub /", "y=y 644 0:0", "\udce4=x 644 0:0");
    }

    @Test
    void socketsAreNotThere() throws IOException, InterruptedException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("dir/s"));
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(address);
            assertLayer("FROM scratch\nCOPY dir /d", "d/ 755 0:0", "d/sub/ 755 0:0", "d/sub/y=y 644 0:0",
                    "d/x=x 644 0:0");
        }
    }
}
