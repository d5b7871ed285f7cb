package dev.anyarch.builder.lint;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.Stage;
import java.util.ArrayList;
import java.util.List;

/** Instructions as they were written, before anybody understood them. */
final class Written {
    private Written() {}

    /** Every instruction of the file in its order, FROM included. */
    static List<Instruction> all(Dockerfile dockerfile) {
        List<Instruction> all = new ArrayList<>(dockerfile.globalArgs());
        for (Stage stage : dockerfile.stages()) {
            all.add(stage.from());
            all.addAll(stage.instructions());
        }
        return all;
    }

    /** As {@link #all}, without the ARGs in front of the first stage. */
    static List<Instruction> inStages(Dockerfile dockerfile) {
        List<Instruction> all = all(dockerfile);
        return all.subList(dockerfile.globalArgs().size(), all.size());
    }

    /** The words, continuation lines joined, comments left out; here-documents come as words, too. */
    static List<String> words(Instruction instruction, char escape) {
        List<String> words = new ArrayList<>();
        for (String line : instruction.location().lines()) {
            String text = line.strip();
            if (text.startsWith("#")) {
                continue;
            }
            if (text.endsWith(String.valueOf(escape))) {
                text = text.substring(0, text.length() - 1);
            }
            for (String word : text.split("\\s+", -1)) {
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
        }
        return words;
    }

    /** The instruction's name. */
    static String name(Instruction instruction, char escape) {
        return words(instruction, escape).getFirst();
    }
}
