package dev.anyarch.builder.dockerfile;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The JSON form of an instruction's arguments. What is not JSON is the shell form without a word said, which is why
 * {@code CMD ['a']} runs a shell; what is a JSON array of something other than text is a mistake.
 */
final class JsonForm {
    private JsonForm() {}

    static Optional<List<String>> parse(SourceLocation at, String arguments) throws DockerfileException {
        if (!arguments.startsWith("[")) {
            return Optional.empty();
        }
        Json json;
        try {
            json = JsonReader.read(arguments.getBytes(StandardCharsets.UTF_8), "arguments");
        } catch (InvalidContentException _) {
            return Optional.empty();
        }
        if (!(json instanceof Json.Arr array)) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        for (Json element : array.elements()) {
            if (!(element instanceof Json.Str text)) {
                throw new DockerfileException(at, "the JSON form takes only text in double quotes");
            }
            words.add(text.value());
        }
        return Optional.of(words);
    }
}
