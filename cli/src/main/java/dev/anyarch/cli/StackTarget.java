package dev.anyarch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.anyarch.bake.definition.Entry;
import dev.anyarch.bake.definition.TargetAttribute;
import dev.anyarch.bake.definition.TargetDefinition;
import dev.anyarch.builder.dockerfile.Instruction;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A target, ready to be built. Holds its contexts open.
 *
 * @param isLinkedOnly whether it is there only because others are built on it
 * @param outputs none when the result is only needed meanwhile
 */
record StackTarget(TargetDefinition definition, boolean isLinkedOnly, Arguments arguments, BuildRequest request,
        Optional<BuildOutputs> outputs) implements Closeable {

    static StackTarget open(TargetDefinition target, boolean isLinkedOnly, Session session)
            throws IOException, InterruptedException {
        requireAvailable(target);
        Arguments arguments = TargetArguments.of(target);
        try {
            BuildCaching.imports(arguments);
            BuildCaching.exports(arguments);
            boolean isKept = !isLinkedOnly && (arguments.value(BuildOutputs.TAG).isPresent()
                    && target.entries(TargetAttribute.OUTPUT).isEmpty()
                    || arguments.value(BuildOutputs.OUTPUT).isPresent());
            Optional<BuildOutputs> outputs = isKept ? Optional.of(BuildOutputs.of(arguments)) : Optional.empty();
            BuildRequest request = BuildRequest.of(arguments, environment(target, session.environment()),
                    "dockerfile-inline of " + target.name());
            StackTarget ready = new StackTarget(target, isLinkedOnly, arguments, request, outputs);
            ready.requireNoCommandsWith();
            return ready;
        } catch (UsageException e) {
            throw named(target, e);
        } catch (NoSuchFileException e) {
            NoSuchFileException named = new NoSuchFileException("%s: target '%s', dockerfile %s".formatted(
                    target.place(), target.name(), arguments.value(BuildRequest.FILE).orElse("")));
            named.initCause(e);
            throw named;
        }
    }

    /** Tells before anything is built what could not be written in the end. */
    void requireOutputs(Environment environment) throws UsageException {
        if (outputs.isPresent()) {
            try {
                outputs.get().requirePossible(request.build().platforms(), environment);
            } catch (UsageException e) {
                throw named(definition, e);
            }
        }
    }

    static UsageException named(TargetDefinition target, UsageException e) {
        return new UsageException(new IllegalArgumentException(
                "%s: target '%s': %s".formatted(target.place(), target.name(), e.getMessage()), e));
    }

    /** With a Dockerfile that the target brings itself. */
    private static Environment environment(TargetDefinition target, Environment environment) {
        return new Environment(environment.variables(), environment.home(), environment.directory(),
                environment.installation(),
                environment.executor(),
                new ByteArrayInputStream(
                        target.text(TargetAttribute.DOCKERFILE_INLINE).orElse("").getBytes(UTF_8)));
    }

    private static void requireAvailable(TargetDefinition target) throws CannotException {
        List<String> missing = new ArrayList<>();
        for (Entry attestation : target.entries(TargetAttribute.ATTEST)) {
            if (attestation.field("disabled").isEmpty()) {
                missing.add("attest %s (attestations; leave it out, or add disabled=true)".formatted(
                        attestation.field("type").orElse("")));
            }
        }
        if (!target.entries(TargetAttribute.POLICY).isEmpty()) {
            missing.add("policy");
        }
        refuse(target, missing);
    }

    private void requireNoCommandsWith() throws CannotException {
        boolean hasCommands = request.build()
                .dockerfile()
                .stages()
                .stream()
                .flatMap(stage -> stage.instructions().stream())
                .anyMatch(Instruction.Run.class::isInstance);
        List<String> missing = new ArrayList<>();
        if (hasCommands) {
            if (definition.settings().containsKey(TargetAttribute.RESOURCES)) {
                missing.add("resources for RUN");
            }
            definition.text(TargetAttribute.NETWORK)
                    .filter(network -> !List.of("", "default", "host", "none").contains(network))
                    .ifPresent(network -> missing.add("network '%s' (default, host and none are)".formatted(network)));
        }
        refuse(definition, missing);
    }

    private static void refuse(TargetDefinition target, List<String> missing) throws CannotException {
        if (!missing.isEmpty()) {
            throw new CannotException("%s: target '%s': not available in this version: %s".formatted(target.place(),
                    target.name(), String.join("; ", missing)));
        }
    }

    /** Whether a container engine gets it. */
    boolean isLoaded() {
        return outputs.stream()
                .flatMap(all -> all.images().stream())
                .anyMatch(image -> image.place() instanceof Place.InDaemon);
    }

    String name() {
        return definition.name();
    }

    /** Whether it is built for the platforms of whoever builds on it. */
    boolean isForAnyPlatform() {
        return isLinkedOnly && definition.texts(TargetAttribute.PLATFORMS).isEmpty();
    }

    @Override
    public void close() throws IOException {
        request.close();
    }
}
