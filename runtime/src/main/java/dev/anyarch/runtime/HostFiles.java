package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The files about names that a container has from this machine. */
final class HostFiles {
    private static final Path HOSTS = Path.of("/etc/hosts");
    private static final Path RESOLVER = Path.of("/etc/resolv.conf");

    private HostFiles() {}

    /** As this machine has it, because the network is this machine's; the container's own name in addition. */
    static String hosts(ContainerSpec spec) throws IOException {
        String own = spec.network() == ContainerSpec.Network.HOST
                ? read(HOSTS)
                : "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n";
        String separator = own.isEmpty() || own.endsWith("\n") ? "" : "\n";
        return own + separator + "127.0.0.1\t" + spec.hostname() + "\n" + spec.extraHosts()
                .entrySet()
                .stream()
                .map(host -> host.getValue() + "\t" + host.getKey() + "\n")
                .collect(Collectors.joining());
    }

    static String resolver() throws IOException {
        return read(RESOLVER);
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException _) {
            return "";
        }
    }
}
