package dev.anyarch.bake.file;

import dev.anyarch.bake.hcl.Body;
import dev.anyarch.bake.hcl.BodyParser;
import dev.anyarch.bake.hcl.JsonBody;
import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourceText;
import java.util.Set;

/** Reads the text of a bake file, in either syntax. */
public final class BakeText {
    static final Set<String> BLOCKS = Set.of("variable", "function", "group", "target");

    private BakeText() {}

    /** By the file's name; one without a known ending is JSON when it begins with a brace. */
    public static Body parse(SourceText source) throws BakeException {
        boolean isJson = source.file().endsWith(".json")
                || !source.file().endsWith(".hcl") && source.text().stripLeading().startsWith("{");
        return isJson ? JsonBody.parse(source, BLOCKS, Set.of("validation")) : BodyParser.parse(source);
    }
}
