package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to execute that worked a moment ago, and is remembered, works no more. */
final class StaleRungIT {
    @TempDir
    private Path directory;

    /** Makes a program in place of a kernel that begins to refuse: which options, is in a file. */
    private static Path unshare(Path below) throws IOException {
        Path programs = Files.createDirectory(below.resolve("programs"));
        Path refused = Files.writeString(below.resolve("refused"), "");
        Path program = Files.writeString(programs.resolve("unshare"), """
            #!/bin/sh
            for option do
                [ "$option" != sh ] || break
                if grep -qxe "$option" '%s'; then
                    echo "unshare: unshare failed: Operation not permitted" >&2
                    exit 1
                fi
            done
            exec /usr/bin/unshare "$@"
            """.formatted(refused));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return refused;
    }

    private static Anyarch with(Anyarch anyarch, Path refused) {
        return anyarch.with("PATH", refused.resolveSibling("programs") + ":/usr/sbin:/usr/bin:/sbin:/bin");
    }

    private static Program.Outcome build(Anyarch anyarch, Path context, String command)
            throws IOException, InterruptedException {
        Path dockerfile = Files.writeString(context.resolve("Dockerfile"), """
            FROM scratch
            COPY --chmod=755 busybox-amd64 /bin/busybox
            RUN ["/bin/busybox", "echo", "%s"]
            """.formatted(command));
        return anyarch.run("build", "--platform", "linux/amd64", "--progress", "plain", "-f", dockerfile.toString(),
                "-t", "app:1", context.toString());
    }

    private static void requireExecuted(Program.Outcome outcome, String way) {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("commands are executed " + way);
    }

    @Test
    void rootGoesOnWithTheNextOneAndComesBack() throws IOException, InterruptedException {
        Program.requireRoot("it is root's first way");
        Program.require("crun", "crun");
        Path refused = unshare(directory);
        Anyarch anyarch = with(new Anyarch(directory.resolve("home")), refused);
        Path context = Files.createDirectory(directory.resolve("context"));
        Files.copy(Busybox.context().resolve("busybox-amd64"), context.resolve("busybox-amd64"));
        requireExecuted(build(anyarch, context, "first"), "as root, with an OCI runtime");
        Files.writeString(refused, "-m\n");
        Program.Outcome second = build(anyarch, context, "second");
        requireExecuted(second, "as root with chroot");
        assertThat(second.err()).contains("warning: ", "Dockerfile:3:1: cannot mount a root file system: unshare: ",
                "; beginning again in another way");
        assertThat(anyarch.run("run", "app:1", "/bin/busybox", "echo", "still").out()).isEqualTo("still\n");
        Files.writeString(refused, "");
        requireExecuted(build(anyarch, context, "third"), "as root, with an OCI runtime");
        Files.writeString(refused, "-m\n");
        assertThat(anyarch.run("run", "app:1", "/bin/busybox", "echo", "again").out()).isEqualTo("again\n");
    }

    @Test
    void anOrdinaryUserGoesOnWhenThereAreNoMoreNamespaces() throws IOException, InterruptedException {
        Program.require("proot", "proot");
        try (OrdinaryUser user = OrdinaryUser.create(true)) {
            Path refused = unshare(user.home());
            Anyarch anyarch = with(user.anyarch(), refused);
            Path context = user.give(Busybox.context(), "context");
            requireExecuted(build(anyarch, context, "first"), "in a user namespace with subordinate ids");
            Files.writeString(refused, "-U\n");
            Program.Outcome second = build(anyarch, context, "second");
            requireExecuted(second, "traced by proot");
            assertThat(second.err()).contains("unshare failed: Operation not permitted; beginning again");
            Files.writeString(refused, "");
            requireExecuted(build(anyarch, context, "third"), "in a user namespace with subordinate ids");
            // seen within the namespace, which nobody gets out of
            Files.writeString(refused, "-m\n");
            Program.Outcome fourth = build(anyarch, context, "fourth");
            assertThat(fourth.exitCode()).as(fourth.err()).isEqualTo(10);
            assertThat(fourth.err()).contains("cannot mount a root file system: unshare: unshare failed");
            requireExecuted(build(anyarch, context, "fifth"), "traced by proot");
        }
    }
}
