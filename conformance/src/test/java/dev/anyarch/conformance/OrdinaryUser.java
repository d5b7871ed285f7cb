package dev.anyarch.conformance;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A user of this machine who is not root, made for a test and gone with it. */
final class OrdinaryUser implements Closeable {
    private final String name;
    private final Path home;
    private final Path libraries;

    private OrdinaryUser(String name, Path home, Path libraries) {
        this.name = name;
        this.home = home;
        this.libraries = libraries;
    }

    /** @param hasSubordinateIds whether other ids are granted to the user, as Debian does for everybody */
    static OrdinaryUser create(boolean hasSubordinateIds) throws IOException, InterruptedException {
        Program useradd = Program.require("useradd", "passwd");
        Program.require("newuidmap", "uidmap");
        Program.requireRoot("a user can be made by root only");
        String name = "anyarch-test-" + ProcessHandle.current().pid();
        List<String> arguments = new ArrayList<>(List.of("--create-home", "--user-group"));
        if (!hasSubordinateIds) {
            arguments.addAll(List.of("--key", "SUB_UID_COUNT=0", "--key", "SUB_GID_COUNT=0"));
        }
        arguments.add(name);
        useradd.output(arguments.toArray(String[]::new));
        Path home = Path.of("/home", name);
        Path libraries = Files.createDirectory(home.resolve("lib"), PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rwxr-xr-x")));
        OrdinaryUser user = new OrdinaryUser(name, home, libraries);
        Program.require("install", "coreutils").output("-d", "-o", name, home.resolve("tmp").toString());
        return user;
    }

    Path home() {
        return home;
    }

    /** The command line, as this user; which is copied for that, because not everybody can read it here. */
    Anyarch anyarch() throws IOException, InterruptedException {
        List<String> readable = new ArrayList<>();
        List<String> elements = Stream.of(System.getProperty("java.class.path").split(":", -1))
                .filter(element -> !element.isEmpty() && Files.exists(Path.of(element)))
                .toList();
        for (String element : elements) {
            Path copy = libraries.resolve(Integer.toString(readable.size()));
            if (!Files.exists(copy)) {
                give(Path.of(element), "lib/" + copy.getFileName());
            }
            readable.add(copy.toString());
        }
        return new Anyarch(home).as(name, String.join(":", readable), home.resolve("tmp"));
    }

    /** A directory of this user with copies of all files of {@code from}. */
    Path give(Path from, String directory) throws IOException, InterruptedException {
        Path target = home.resolve(directory);
        Program.require("cp", "coreutils").output("-r", from.toString(), target.toString());
        Program.require("chown", "coreutils").output("-R", name + ":" + name, target.toString());
        return target;
    }

    /** The processes of this user, and of the ids that it may give away. */
    List<String> processes() throws IOException, InterruptedException {
        return Program.require("ps", "procps")
                .run("-o", "pid=,args=", "-u", name)
                .out()
                .lines()
                .toList();
    }

    /** What it has left in the directory for temporary files. */
    List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("tmp"))) {
            return files.toList();
        }
    }

    /** What is under way in the user's local store. */
    List<Path> work() throws IOException {
        Path runtime = home.resolve("store/runtime");
        if (!Files.isDirectory(runtime)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(runtime, 3)) {
            return files.filter(file -> runtime.relativize(file).toString().matches("(.*/)?work/[^/]+")).toList();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Program.require("userdel", "passwd").run("--force", "--remove", name);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
