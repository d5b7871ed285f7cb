package dev.anyarch.builder.dockerfile;

import java.util.List;

/**
 * A FROM and what follows it.
 *
 * @param index from 0
 * @param instructions without the FROM
 */
public record Stage(int index, Instruction.From from, List<Instruction> instructions) {
    public Stage {
        instructions = List.copyOf(instructions);
    }

    /** Its name, or its number when it has none. */
    public String label() {
        return from.name().orElse(Integer.toString(index));
    }
}
