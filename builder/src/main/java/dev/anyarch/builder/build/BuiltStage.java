package dev.anyarch.builder.build;

import dev.anyarch.model.platform.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stage when all its instructions are done; nobody changes it any more, so several threads may read it.
 *
 * @param platform that it is for
 * @param arguments its ARGs and the values that they have, which a stage on top inherits
 * @param steps its own, without those of the stage below
 */
record BuiltStage(Platform platform, ImageDraft image, StageFiles files, Map<String, Optional<String>> arguments,
        List<UsedStep> steps) {}
