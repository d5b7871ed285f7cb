package dev.anyarch.client;

import dev.anyarch.client.http.HttpRequest;
import dev.anyarch.client.http.HttpResponse;
import dev.anyarch.client.http.HttpUrl;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads an answer that comes in pages, each with a {@code Link} to the next (RFC 8288). */
final class Pages {
    private static final int MAX_PAGE_SIZE = 32 * 1024 * 1024;
    private static final int MAX_PAGES = 100_000;

    private Pages() {}

    /**
     * All pages from {@code first} on; none when the first does not exist.
     *
     * @throws InvalidContentException when a page is no JSON object, or pages go in a circle
     */
    static List<JsonFields> read(RegistryCaller caller, HttpRequest first, Access access) throws IOException {
        List<JsonFields> pages = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Optional<HttpRequest> next = Optional.of(first);
        while (next.isPresent()) {
            HttpRequest request = next.get();
            if (!seen.add(request.url().target()) || seen.size() > MAX_PAGES) {
                throw new InvalidContentException("%s: expected pages with an end, found a circle".formatted(request));
            }
            try (HttpResponse response = caller.call(request, access, Set.of(200, 404))) {
                if (response.status() == 404) {
                    return pages;
                }
                byte[] body = response.readUpTo(MAX_PAGE_SIZE + 1);
                if (body.length > MAX_PAGE_SIZE) {
                    throw new InvalidContentException("%s: expected a page of at most %d bytes, received more"
                            .formatted(request, MAX_PAGE_SIZE));
                }
                pages.add(new JsonFields(JsonReader.readObject(body, request.toString()), request.toString()));
                next = nextOf(request, response);
            }
        }
        return pages;
    }

    /** Only path and query of the link count: a list does not go on at another server. */
    private static Optional<HttpRequest> nextOf(HttpRequest request, HttpResponse response)
            throws InvalidContentException {
        Optional<String> target = response.headers().all("Link").stream().flatMap(Pages::nextTargets).findFirst();
        if (target.isEmpty()) {
            return Optional.empty();
        }
        try {
            HttpUrl url = request.url().resolve(target.get());
            return Optional.of(request.withUrl(request.url().withTarget(url.target())));
        } catch (IllegalArgumentException e) {
            throw new InvalidContentException("%s: Link: %s".formatted(request, e.getMessage()), e);
        }
    }

    private static Stream<String> nextTargets(String header) {
        List<String> targets = new ArrayList<>();
        for (int open = header.indexOf('<'); open >= 0; open = header.indexOf('<', open + 1)) {
            int close = header.indexOf('>', open);
            if (close < 0) {
                break;
            }
            int following = header.indexOf('<', close);
            String parameters = header.substring(close + 1, following < 0 ? header.length() : following);
            if (parameters.replace(" ", "").replace("\"", "").contains(";rel=next")) {
                targets.add(header.substring(open + 1, close));
            }
        }
        return targets.stream();
    }
}
