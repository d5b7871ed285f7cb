package dev.anyarch.runtime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that only the processes of one container see, and that are in memory only: a file system that is mounted in the
 * container's own namespace and vanishes with it, however that ends. They go there through a pipe. For one thread.
 */
final class PrivateFiles {
    static final String DIRECTORY = "private";
    private static final String KEPT_OWNER = "-";

    /**
     * Mounts them, and reads them from standard input: a line with name, mode, owner and size, and then the bytes. Programs
     * that are there everywhere read no more than they are asked for.
     */
    static final String RECEIVE = """
        mount -t tmpfs -o mode=0700,nosuid,nodev,noexec tmpfs private || exit 125
        umask 077
        while read -r name mode owner size; do
            head -c "$size" >"private/$name" && chmod "$mode" "private/$name" || exit 125
            [ "$owner" = - ] || chown "$owner" "private/$name" || exit 125
        done
        umask 022
        exec </dev/null
        """;

    private final Path directory;
    private final boolean hasOneUser;
    private final List<ContainerMount.SecretFile> secrets;
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    /**
     * @param bundle the container's directory
     * @param traits of where it is executed
     */
    PrivateFiles(Path bundle, ContainerSpec spec, HostTraits traits) throws CannotExecuteException {
        this.directory = bundle.resolve(DIRECTORY);
        this.hasOneUser = traits.hasOneUser();
        List<ContainerMount.SecretFile> found = new ArrayList<>();
        for (ContainerMount mount : spec.mounts()) {
            if (mount instanceof ContainerMount.SecretFile secret) {
                found.add(secret);
                traits.requireOwner(secret.target(), secret.uid(), secret.gid());
            }
        }
        this.secrets = List.copyOf(found);
    }

    Path directory() {
        return directory;
    }

    /** Where a secret of the container will be. */
    Path path(ContainerMount.SecretFile secret) {
        return directory.resolve(Integer.toString(secrets.indexOf(secret)));
    }

    /** Everything that is to be read, the secrets and the container's configuration. */
    Secret content(byte[] config) {
        add("config.json", 0600, KEPT_OWNER, config);
        for (ContainerMount.SecretFile secret : secrets) {
            add(String.valueOf(path(secret).getFileName()), secret.mode(),
                    hasOneUser ? KEPT_OWNER : secret.uid() + ":" + secret.gid(), secret.content().bytes());
        }
        return Secret.of(stream.toByteArray());
    }

    private void add(String name, int mode, String owner, byte[] content) {
        stream.writeBytes("%s %o %s %d\n".formatted(name, mode, owner, content.length)
                .getBytes(StandardCharsets.US_ASCII));
        stream.writeBytes(content);
    }
}
