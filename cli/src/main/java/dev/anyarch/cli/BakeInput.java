package dev.anyarch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.anyarch.bake.compose.ComposeFiles;
import dev.anyarch.bake.compose.ComposeInput;
import dev.anyarch.bake.compose.DotEnv;
import dev.anyarch.bake.definition.Stack;
import dev.anyarch.bake.file.BakeFiles;
import dev.anyarch.bake.file.BakeText;
import dev.anyarch.bake.file.World;
import dev.anyarch.bake.hcl.Body;
import dev.anyarch.bake.source.SourceText;
import dev.anyarch.model.InvalidContentException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Reads the files that define a stack, and what they see of the world around them. */
record BakeInput(Session session, Map<String, String> variables) {
    static final List<String> DEFAULT_FILES = List.of("compose.yaml", "compose.yml", "docker-compose.yml",
            "docker-compose.yaml", "docker-bake.json", "docker-bake.hcl", "docker-bake.override.json",
            "docker-bake.override.hcl");

    /** @param names of files; those of {@link #DEFAULT_FILES} that are there when there is none */
    Stack read(List<String> names) throws IOException {
        List<SourceText> compose = new ArrayList<>();
        List<Body> bake = new ArrayList<>();
        for (SourceText source : sources(names)) {
            if (isCompose(source)) {
                compose.add(source);
            } else {
                bake.add(BakeText.parse(source));
            }
        }
        Stack composed = ComposeFiles.read(compose, composeInput(compose.isEmpty()));
        Function<String, Optional<String>> given = name -> Optional.ofNullable(variables.get(name))
                .or(() -> fromEnvironment(name));
        return composed.and(BakeFiles.evaluate(bake, World.of(given, Host.platform().toString(), Clock.systemUTC(),
                () -> UUID.randomUUID().toString())));
    }

    private Optional<String> fromEnvironment(String name) {
        return Optional.ofNullable(session.environment().variables().get(name));
    }

    private List<SourceText> sources(List<String> names) throws IOException {
        List<SourceText> sources = new ArrayList<>();
        if (!names.isEmpty()) {
            for (String name : names) {
                sources.add(name.equals("-") ? text("-", session.environment().input().readAllBytes()) : file(name));
            }
            return sources;
        }
        for (String name : DEFAULT_FILES) {
            if (Files.isRegularFile(session.environment().path(name))) {
                sources.add(file(name));
            }
        }
        if (sources.isEmpty()) {
            throw new UsageException(
                    "expected a file that defines the targets; found none of %s; name one with -f".formatted(
                            String.join(", ", DEFAULT_FILES)));
        }
        return sources;
    }

    private SourceText file(String name) throws IOException {
        Path file = session.environment().path(name);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(name);
        }
        if (Files.size(file) > 4L * SourceText.MAX_SIZE) {
            throw new InvalidContentException(
                    "%s: expected at most %d bytes, found %d".formatted(name, SourceText.MAX_SIZE, Files.size(file)));
        }
        return text(name, Files.readAllBytes(file));
    }

    private static SourceText text(String name, byte[] bytes) throws IOException {
        try {
            return SourceText.of(name, UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            throw new InvalidContentException("%s: expected UTF-8 text".formatted(name), e);
        }
    }

    /** By the ending; a file without a known one is what it can be read as. */
    private static boolean isCompose(SourceText source) {
        String name = source.file();
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return true;
        }
        if (name.endsWith(".hcl") || name.endsWith(".json")) {
            return false;
        }
        try {
            BakeText.parse(source);
            return false;
        } catch (InvalidContentException _) {
            return source.text().lines().anyMatch(line -> line.startsWith("services:"));
        }
    }

    private ComposeInput composeInput(boolean isUnused) throws IOException {
        Map<String, String> dotEnv = new LinkedHashMap<>();
        Path file = session.environment().path(".env");
        if (!isUnused && Files.isRegularFile(file)) {
            dotEnv.putAll(DotEnv.read(file(".env"), this::fromEnvironment));
        }
        return new ComposeInput(name -> Optional.ofNullable(variables.get(name))
                .or(() -> fromEnvironment(name))
                .or(() -> Optional.ofNullable(dotEnv.get(name))), this::file,
                warning -> session.console().message("warning: " + warning));
    }

    /** Whether {@code word} is a file rather than the name of a target. */
    static boolean isFile(String word) {
        return word.matches(".*\\.(hcl|json|ya?ml)") || word.contains("/");
    }

}
