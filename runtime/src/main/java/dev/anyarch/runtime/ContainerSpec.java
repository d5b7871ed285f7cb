package dev.anyarch.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be executed.
 *
 * @param arguments the program first
 * @param environment all of it that may be seen
 * @param secrets more variables of it, which are not written down anywhere
 * @param directory where it begins; must be there
 * @param mounts in addition to the usual ones, in this order
 * @param network which one it sees
 * @param confinement what it is kept from
 * @param hostname its name for this machine
 * @param extraHosts lines for {@code /etc/hosts}
 * @param resolver how it looks up names
 * @param shmSize of {@code /dev/shm}, in bytes
 * @param limits that differ from those of this process
 * @param execution who executes it
 */
public record ContainerSpec(List<String> arguments, Map<String, String> environment, Map<String, Secret> secrets,
        String directory, ContainerUser user, List<ContainerMount> mounts, Network network,
        Confinement confinement, String hostname, List<HostAddress> extraHosts, Resolver resolver, long shmSize,
        List<ResourceLimit> limits,
        Execution execution) {

    /** Which network a program sees. */
    public enum Network {
        /** That of this machine. */
        HOST,
        /** Nothing but itself. */
        NONE
    }

    public static final long DEFAULT_SHM_SIZE = 64L * 1024 * 1024;
    public static final String DEFAULT_HOSTNAME = "anyarch";

    public ContainerSpec {
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        mounts = List.copyOf(mounts);
        secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
        extraHosts = List.copyOf(extraHosts);
        limits = List.copyOf(limits);
    }

    /** Everything else as usual. */
    public static ContainerSpec of(List<String> arguments, Map<String, String> environment, String directory,
            ContainerUser user) {
        return new ContainerSpec(arguments, environment, Map.of(), directory, user, List.of(), Network.HOST,
                Confinement.USUAL, DEFAULT_HOSTNAME, List.of(), Resolver.SAME, DEFAULT_SHM_SIZE, List.of(),
                new Execution.Native(Optional.empty()));
    }

    public ContainerSpec withMounts(List<ContainerMount> newMounts) {
        return new ContainerSpec(arguments, environment, secrets, directory, user, newMounts, network, confinement,
                hostname, extraHosts, resolver, shmSize, limits, execution);
    }

    public ContainerSpec withIsolation(Network newNetwork, Confinement newConfinement) {
        return new ContainerSpec(arguments, environment, secrets, directory, user, mounts, newNetwork, newConfinement,
                hostname, extraHosts, resolver, shmSize, limits, execution);
    }

    public ContainerSpec withNames(List<HostAddress> newExtraHosts, Resolver newResolver) {
        return new ContainerSpec(arguments, environment, secrets, directory, user, mounts, network, confinement,
                hostname, newExtraHosts, newResolver, shmSize, limits, execution);
    }

    public ContainerSpec withHostname(String newHostname) {
        return new ContainerSpec(arguments, environment, secrets, directory, user, mounts, network, confinement,
                newHostname, extraHosts, resolver, shmSize, limits, execution);
    }

    public ContainerSpec withLimits(long newShmSize, List<ResourceLimit> newLimits) {
        return new ContainerSpec(arguments, environment, secrets, directory, user, mounts, network, confinement,
                hostname, extraHosts, resolver, newShmSize, newLimits, execution);
    }

    /** An emulator is told which processor to be, unless somebody else says so. */
    public ContainerSpec withExecution(Execution newExecution) {
        Map<String, String> variables = new LinkedHashMap<>(environment);
        if (newExecution instanceof Execution.Emulated emulated) {
            emulated.processor().ifPresent(processor -> variables.putIfAbsent("QEMU_CPU", processor));
        }
        return new ContainerSpec(arguments, variables, secrets, directory, user, mounts, network, confinement,
                hostname, extraHosts, resolver, shmSize, limits, newExecution);
    }

    public ContainerSpec withEnvironment(Map<String, String> newEnvironment) {
        return withEnvironment(newEnvironment, secrets);
    }

    public ContainerSpec withEnvironment(Map<String, String> newEnvironment, Map<String, Secret> newSecrets) {
        return new ContainerSpec(arguments, newEnvironment, newSecrets, directory, user, mounts, network, confinement,
                hostname, extraHosts, resolver, shmSize, limits, execution);
    }

    /** Whether it may do everything that the caller may. */
    boolean isPrivileged() {
        return confinement.isPrivileged();
    }

    /** Whether nothing that describes it may be written to a disk. */
    boolean isConfidential() {
        return !secrets.isEmpty() || mounts.stream().anyMatch(ContainerMount.SecretFile.class::isInstance);
    }

    /** All variables as the program has them; not to be written to a disk. */
    Map<String, String> variables() {
        Map<String, String> all = new LinkedHashMap<>(environment);
        secrets.forEach((name, value) -> all.put(name, value.text()));
        return all;
    }
}
