package dev.anyarch.builder.dockerfile;

import java.util.Arrays;
import java.util.Optional;

/**
 * What can be wrong with a Dockerfile that builds nevertheless. The first ones are those of BuildKit, with its names, so that
 * {@code # check=skip=…} means the same; {@code docs/lint/dockerfile.md} explains each.
 */
public enum LintRule {
    STAGE_NAME_CASING("StageNameCasing"), FROM_AS_CASING("FromAsCasing"), NO_EMPTY_CONTINUATION(
            "NoEmptyContinuation"), CONSISTENT_INSTRUCTION_CASING("ConsistentInstructionCasing"), DUPLICATE_STAGE_NAME(
                    "DuplicateStageName"), RESERVED_STAGE_NAME("ReservedStageName"), JSON_ARGS_RECOMMENDED(
                            "JSONArgsRecommended"), MAINTAINER_DEPRECATED(
                                    "MaintainerDeprecated"), UNDEFINED_ARG_IN_FROM("UndefinedArgInFrom"), UNDEFINED_VAR(
                                            "UndefinedVar"), WORKDIR_RELATIVE_PATH(
                                                    "WorkdirRelativePath"), MULTIPLE_INSTRUCTIONS_DISALLOWED(
                                                            "MultipleInstructionsDisallowed"), LEGACY_KEY_VALUE_FORMAT(
                                                                    "LegacyKeyValueFormat"), REDUNDANT_TARGET_PLATFORM(
                                                                            "RedundantTargetPlatform"), SECRETS_USED_IN_ARG_OR_ENV(
                                                                                    "SecretsUsedInArgOrEnv"), INVALID_DEFAULT_ARG_IN_FROM(
                                                                                            "InvalidDefaultArgInFrom"), FROM_PLATFORM_FLAG_CONST_DISALLOWED(
                                                                                                    "FromPlatformFlagConstDisallowed"), COPY_IGNORED_FILE(
                                                                                                            "CopyIgnoredFile"), INVALID_DEFINITION_DESCRIPTION(
                                                                                                                    "InvalidDefinitionDescription"), EXPOSE_PROTO_CASING(
                                                                                                                            "ExposeProtoCasing"), EXPOSE_INVALID_FORMAT(
                                                                                                                                    "ExposeInvalidFormat"),
    /** From here on they are about several architectures, and no other tool has them. */
    HARDCODED_ARCHITECTURE("HardcodedArchitecture"), UNDECLARED_PLATFORM_ARG(
            "UndeclaredPlatformArg"), FROZEN_PLATFORM_ARG("FrozenPlatformArg"), MACHINE_OF_BUILD_PLATFORM(
                    "MachineOfBuildPlatform"), BUILD_STAGE_IGNORES_TARGET(
                            "BuildStageIgnoresTarget"), EMULATED_BUILD_STAGE("EmulatedBuildStage");

    private final String id;

    LintRule(String id) {
        this.id = id;
    }

    /** Its name for people and for {@code # check=skip=…}. */
    public String id() {
        return id;
    }

    /** Whether it is off unless the Dockerfile asks for it. */
    public boolean isExperimental() {
        return this == INVALID_DEFINITION_DESCRIPTION;
    }

    public static Optional<LintRule> find(String id) {
        return Arrays.stream(values()).filter(rule -> rule.id.equalsIgnoreCase(id)).findFirst();
    }
}
