package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.runtime.ContainerSpec;

/**
 * How far a RUN is kept apart from this machine.
 *
 * @param isInsecure whether it may do everything that the caller may
 */
record RunIsolation(ContainerSpec.Network network, boolean isInsecure) {

    /**
     * Reads the flags of a RUN.
     *
     * @throws DockerfileException when one has an unknown value, or the build does not permit it
     */
    static RunIsolation of(Instruction.Run run, RunSettings settings) throws DockerfileException {
        return new RunIsolation(network(run, settings), isInsecure(run, settings));
    }

    private static ContainerSpec.Network network(Instruction.Run run, RunSettings settings)
            throws DockerfileException {
        return switch (run.network().orElse("default")) {
            case "default" -> settings.network();
            case "host" -> ContainerSpec.Network.HOST;
            case "none" -> ContainerSpec.Network.NONE;
            case String other -> throw new DockerfileException(run.location(),
                    "--network=%s: expected default, host or none".formatted(other));
        };
    }

    private static boolean isInsecure(Instruction.Run run, RunSettings settings) throws DockerfileException {
        return switch (run.security().orElse("sandbox")) {
            case "sandbox" -> false;
            case "insecure" -> {
                if (!settings.allowsInsecure()) {
                    throw new DockerfileException(run.location(),
                            "RUN --security=insecure: expected the entitlement security.insecure, which this build "
                                    + "does not have; add --allow security.insecure when you trust the Dockerfile");
                }
                yield true;
            }
            case String other -> throw new DockerfileException(run.location(),
                    "--security=%s: expected sandbox or insecure".formatted(other));
        };
    }
}
