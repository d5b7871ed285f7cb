package dev.anyarch.bake.definition;

import java.util.Optional;

/** A variable for those who want to know which there are; {@code type} is empty when none is declared. */
public record VariableDefinition(String name, String type, Optional<String> value, String description) {}
