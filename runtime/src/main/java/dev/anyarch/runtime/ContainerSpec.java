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
 * @param environment all of it
 * @param directory where it begins; must be there
 * @param mounts in addition to the usual ones, in this order
 * @param network which one it sees
 * @param isPrivileged whether it may do everything that the caller may
 * @param hostname its name for this machine
 * @param extraHosts lines for {@code /etc/hosts}: names and their addresses
 * @param shmSize of {@code /dev/shm}, in bytes
 * @param execution who executes it
 */
public record ContainerSpec(List<String> arguments, Map<String, String> environment, String directory,
        ContainerUser user, List<ContainerMount> mounts, Network network, boolean isPrivileged, String hostname,
        Map<String, String> extraHosts, long shmSize, Execution execution) {

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
        extraHosts = Collections.unmodifiableMap(new LinkedHashMap<>(extraHosts));
    }

    /** Everything else as usual. */
    public static ContainerSpec of(List<String> arguments, Map<String, String> environment, String directory,
            ContainerUser user) {
        return new ContainerSpec(arguments, environment, directory, user, List.of(), Network.HOST, false,
                DEFAULT_HOSTNAME, Map.of(), DEFAULT_SHM_SIZE, new Execution.Native(Optional.empty()));
    }

    public ContainerSpec withMounts(List<ContainerMount> newMounts) {
        return new ContainerSpec(arguments, environment, directory, user, newMounts, network, isPrivileged, hostname,
                extraHosts, shmSize, execution);
    }

    public ContainerSpec withIsolation(Network newNetwork, boolean newPrivileged) {
        return new ContainerSpec(arguments, environment, directory, user, mounts, newNetwork, newPrivileged, hostname,
                extraHosts, shmSize, execution);
    }

    public ContainerSpec withHosts(Map<String, String> newExtraHosts, long newShmSize) {
        return new ContainerSpec(arguments, environment, directory, user, mounts, network, isPrivileged, hostname,
                newExtraHosts, newShmSize, execution);
    }

    /** An emulator is told which processor to be, unless somebody else says so. */
    public ContainerSpec withExecution(Execution newExecution) {
        Map<String, String> variables = new LinkedHashMap<>(environment);
        if (newExecution instanceof Execution.Emulated emulated) {
            emulated.processor().ifPresent(processor -> variables.putIfAbsent("QEMU_CPU", processor));
        }
        return new ContainerSpec(arguments, variables, directory, user, mounts, network, isPrivileged, hostname,
                extraHosts, shmSize, newExecution);
    }

    public ContainerSpec withEnvironment(Map<String, String> newEnvironment) {
        return new ContainerSpec(arguments, newEnvironment, directory, user, mounts, network, isPrivileged, hostname,
                extraHosts, shmSize, execution);
    }
}
