package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** A file about names that a container has from this machine. */
public enum HostFile {
    HOSTS("etc/hosts"), RESOLVER("etc/resolv.conf");

    private final String path;

    HostFile(String path) {
        this.path = path;
    }

    /** Where programs look for it, without a slash in front. */
    public String path() {
        return path;
    }

    /** As this machine has it, because the network is this machine's; the container's own names in addition. */
    String text(ContainerSpec spec) throws IOException {
        return switch (this) {
            case HOSTS -> hosts(spec);
            case RESOLVER -> spec.resolver().applyTo(read());
        };
    }

    private String hosts(ContainerSpec spec) throws IOException {
        String own = spec.network() == ContainerSpec.Network.HOST
                ? read()
                : "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n";
        String separator = own.isEmpty() || own.endsWith("\n") ? "" : "\n";
        return own + separator + "127.0.0.1\t" + spec.hostname() + "\n" + spec.extraHosts()
                .stream()
                .map(HostAddress::line)
                .collect(Collectors.joining());
    }

    private String read() throws IOException {
        try {
            return Files.readString(Path.of("/").resolve(path), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException _) {
            return "";
        }
    }
}
