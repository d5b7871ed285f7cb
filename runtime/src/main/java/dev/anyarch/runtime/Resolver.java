package dev.anyarch.runtime;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How names are looked up, where that is not as on this machine.
 *
 * @param servers addresses of name servers; none for this machine's
 * @param search domains that are tried; none for this machine's, {@code .} for no domain at all
 * @param options none for this machine's
 */
public record Resolver(List<String> servers, List<String> search, List<String> options) {
    public static final Resolver SAME = new Resolver(List.of(), List.of(), List.of());

    public Resolver {
        servers = List.copyOf(servers);
        search = List.copyOf(search);
        options = List.copyOf(options);
    }

    /** The text of {@code /etc/resolv.conf}, from this machine's. */
    String applyTo(String own) {
        if (equals(SAME)) {
            return own;
        }
        Stream<String> kept = own.lines().filter(line -> !isReplaced(line));
        return Stream.of(kept, servers.stream().map("nameserver "::concat), line("search", search.stream()
                .filter(domain -> !domain.equals("."))
                .toList()), line("options", options))
                .flatMap(lines -> lines)
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private boolean isReplaced(String line) {
        return switch (line.strip().split("\\s+", -1)[0]) {
            case "nameserver" -> !servers.isEmpty();
            case "search", "domain" -> !search.isEmpty();
            case "options" -> !options.isEmpty();
            default -> false;
        };
    }

    private static Stream<String> line(String keyword, List<String> words) {
        return words.isEmpty() ? Stream.of() : Stream.of(keyword + " " + String.join(" ", words));
    }
}
