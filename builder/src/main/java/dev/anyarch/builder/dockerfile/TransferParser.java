package dev.anyarch.builder.dockerfile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** COPY and ADD: flags, sources, destination, files written in the Dockerfile itself. */
final class TransferParser {
    private final LogicalLine line;
    private final SourceLocation at;
    private final char escape;

    TransferParser(LogicalLine line, char escape) {
        this.line = line;
        this.at = line.location();
        this.escape = escape;
    }

    Instruction.Copy copy(String arguments) throws DockerfileException {
        Flags flags = Flags.parse(at, "COPY", arguments, escape, Set.of("from", "chown", "chmod", "link", "parents"),
                Set.of("exclude"));
        return new Instruction.Copy(at, transfer("COPY", flags), flags.value("from"), flags.isOn("parents"));
    }

    Instruction.Add add(String arguments) throws DockerfileException {
        Flags flags = Flags.parse(at, "ADD", arguments, escape,
                Set.of("chown", "chmod", "link", "keep-git-dir", "checksum", "unpack"), Set.of("exclude"));
        return new Instruction.Add(at, transfer("ADD", flags), flags.value("checksum"), flags.isOn("keep-git-dir"),
                flags.choice("unpack"));
    }

    private Instruction.Transfer transfer(String name, Flags flags) throws DockerfileException {
        Optional<List<String>> json = line.heredocs().isEmpty() ? JsonForm.parse(at, flags.rest()) : Optional.empty();
        List<String> words = json.orElseGet(() -> Words.atWhiteSpace(flags.rest()));
        if (words.size() < 2) {
            throw new DockerfileException(at, "%s needs at least one source and a destination".formatted(name));
        }
        if (words.stream().anyMatch(String::isEmpty)) {
            throw new DockerfileException(at, "%s: expected a path, found an empty one".formatted(name));
        }
        if (json.isEmpty() && HeredocSyntax.parse(words.getLast()).isPresent()) {
            throw new DockerfileException(at, "%s: a here-document cannot be the destination".formatted(name));
        }
        return new Instruction.Transfer(sources(words.subList(0, words.size() - 1)), words.getLast(),
                flags.value("chown"), flags.value("chmod"), flags.isOn("link"), flags.all("exclude"));
    }

    private List<CopySource> sources(List<String> words) {
        Map<String, Heredoc> heredocs = new HashMap<>();
        line.heredocs().forEach(heredoc -> heredocs.put(heredoc.name(), heredoc));
        List<CopySource> sources = new ArrayList<>();
        for (String word : words) {
            Optional<Heredoc> heredoc = line.heredocs().isEmpty()
                    ? Optional.empty()
                    : HeredocSyntax.parse(word).flatMap(found -> Optional.ofNullable(heredocs.get(found.name())));
            sources.add(heredoc.<CopySource>map(CopySource.Inline::new).orElse(new CopySource.Location(word)));
        }
        return sources;
    }
}
