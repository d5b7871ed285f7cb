package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.KeyWriter;
import dev.anyarch.runtime.ContainerSpec;
import dev.anyarch.runtime.HostAddress;
import dev.anyarch.runtime.ResourceLimit;
import java.util.List;

/**
 * What all RUNs of a build have, as far as they do not say otherwise themselves.
 *
 * @param network of those that ask for no other
 * @param hosts lines for {@code /etc/hosts}
 * @param shmSize of {@code /dev/shm}, in bytes
 * @param limits that differ from those of this process
 * @param allowsInsecure whether {@code --security=insecure} is permitted
 */
public record RunSettings(ContainerSpec.Network network, List<HostAddress> hosts, long shmSize,
        List<ResourceLimit> limits, boolean allowsInsecure) {
    public static final RunSettings DEFAULT = new RunSettings(ContainerSpec.Network.HOST, List.of(),
            ContainerSpec.DEFAULT_SHM_SIZE, List.of(), false);

    public RunSettings {
        hosts = List.copyOf(hosts);
        limits = List.copyOf(limits);
    }

    /** What a command may notice; a permission is nothing that it does. */
    void addTo(KeyWriter key) {
        key.addAll(hosts.stream().map(HostAddress::toString).toList())
                .add(shmSize)
                .addAll(limits.stream().map(ResourceLimit::toString).toList());
    }
}
