package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.model.platform.Platform;

/** The platform of a stage: of its FROM, or the target's. */
final class PlatformArgument {
    private PlatformArgument() {}

    static Platform of(Instruction.From from, GlobalScope globals) throws DockerfileException {
        if (from.platform().isEmpty()) {
            return globals.target();
        }
        String text = globals.expand(from.location(), from.platform().get());
        try {
            return Platform.parse(text).normalized();
        } catch (IllegalArgumentException e) {
            throw new DockerfileException(from.location().at("--platform"),
                    "--platform=%s: %s".formatted(from.platform().get(),
                            e.getMessage()),
                    e);
        }
    }
}
