package dev.anyarch.testkit;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link NeedsProgram}. */
final class ProgramCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing = context.getElement()
                .stream()
                .flatMap(element -> AnnotationSupport.findRepeatableAnnotations(element, NeedsProgram.class).stream())
                .flatMap(needed -> RealPrograms.whyMissing(needed.value(), needed.debianPackage()).stream())
                .findFirst();
        missing.filter(_ -> RealPrograms.areRequired()).ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        return missing.map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("every program is there"));
    }
}
