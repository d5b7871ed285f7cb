package dev.anyarch.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A user namespace, held by a process that does nothing and ends with this one. A JVM cannot become part of one, because only
 * a process with a single thread can; what it starts can. For several threads.
 */
final class UserNamespace implements Closeable {
    private final Process holder;
    private final SearchPath path;

    private UserNamespace(Process holder, SearchPath path) {
        this.holder = holder;
        this.path = path;
    }

    /** Everybody is who they are here; needs the right to set ids. */
    static UserNamespace same(SearchPath path) throws IOException, InterruptedException {
        return open(path, namespace -> {
            namespace.write("uid_map", IdMap.read(Path.of("/proc/self/uid_map")).same().text());
            namespace.write("gid_map", IdMap.read(Path.of("/proc/self/gid_map")).same().text());
        });
    }

    /** Root is this user, and there is nobody else; needs no right. */
    static UserNamespace single(SearchPath path, long uid, long gid) throws IOException, InterruptedException {
        return open(path, namespace -> {
            namespace.write("setgroups", "deny");
            namespace.write("uid_map", IdMap.single(uid).text());
            namespace.write("gid_map", IdMap.single(gid).text());
        });
    }

    /** As the set-user-ID programs {@code newuidmap} and {@code newgidmap} allow it to this user. */
    static UserNamespace subordinate(SearchPath path, IdMap users, IdMap groups)
            throws IOException, InterruptedException {
        return open(path, namespace -> {
            namespace.map("newuidmap", users);
            namespace.map("newgidmap", groups);
        });
    }

    private interface Mapping {
        void apply(UserNamespace namespace) throws IOException, InterruptedException;
    }

    private static UserNamespace open(SearchPath path, Mapping mapping) throws IOException, InterruptedException {
        Process process = ChildProcess.small(List.of(path.require("unshare", "util-linux").toString(), "-U", "sh",
                "-c", "echo; exec cat"));
        UserNamespace namespace = new UserNamespace(process, path);
        boolean done = false;
        try {
            String said = namespace.line();
            if (!said.isEmpty()) {
                throw new CannotExecuteException(said + namespace.rest());
            }
            mapping.apply(namespace);
            done = true;
            return namespace;
        } finally {
            if (!done) {
                namespace.close();
            }
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream out = holder.getInputStream();
        for (int next = out.read(); next >= 0 && next != '\n'; next = out.read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    private String rest() throws IOException {
        return new String(holder.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(Path.of("/proc/%d/%s".formatted(holder.pid(), file)), text);
    }

    private void map(String program, IdMap map) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(path.require(program, "uidmap").toString(), Long.toString(holder.pid())));
        command.addAll(map.words());
        Process process = ChildProcess.small(command);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new CannotExecuteException(said.isEmpty() ? program + " failed" : said);
        }
    }

    /** The file that the namespace is entered by, as long as this is open. */
    String file() {
        return "/proc/%d/ns/user".formatted(holder.pid());
    }

    /** What comes before a command that is to be executed in the namespace, as its root. */
    List<String> prefix() throws CannotExecuteException {
        return prefix(path, file());
    }

    static List<String> prefix(SearchPath path, String file) throws CannotExecuteException {
        return List.of(path.require("nsenter", "util-linux").toString(), "--user=" + file, "--preserve-credentials",
                "--");
    }

    @Override
    public void close() {
        holder.destroyForcibly();
        try {
            holder.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
