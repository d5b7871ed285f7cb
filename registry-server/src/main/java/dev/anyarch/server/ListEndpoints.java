package dev.anyarch.server;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.storage.Storage;
import dev.anyarch.storage.StoredRepository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists, in parts where they are long, each with a {@code Link} to the next (RFC 5988). For virtual threads. */
final class ListEndpoints {
    /** What a client must be able to read, as for a manifest; leaves room for what surrounds the entries. */
    private static final int MAX_REFERRERS_BYTES = 3 * 1024 * 1024;

    private final Storage storage;

    ListEndpoints(Storage storage) {
        this.storage = storage;
    }

    Reply repositories(Endpoint.ListRepositories endpoint) throws IOException, Refusal {
        Page page = endpoint.page();
        List<RepositoryName> found = page.limit() == 0
                ? List.of()
                : storage.repositories(page.last().isPresent()
                        ? Optional.of(repositoryName(page.last().get()))
                        : Optional.empty(), page.limit() + 1);
        List<String> names = first(found, page.limit()).stream().map(RepositoryName::value).toList();
        Reply reply = Reply.json(200, new JsonBuilder().put("repositories", Json.ofStrings(names)).build());
        return found.size() > page.limit() ? reply.with(Header.LINK, link("/v2/_catalog", page, names, "")) : reply;
    }

    Reply tags(Endpoint.ListTags endpoint) throws IOException, Refusal {
        Page page = endpoint.page();
        StoredRepository repository = storage.repository(endpoint.repository());
        if (!repository.exists()) {
            throw new Refusal(ErrorCode.NAME_UNKNOWN,
                    "repository %s: not in this registry".formatted(endpoint.repository()));
        }
        List<Tag> found = page.limit() == 0
                ? List.of()
                : repository.tags(page.last().isPresent() ? Optional.of(tag(page.last().get())) : Optional.empty(),
                        page.limit() + 1);
        List<String> tags = first(found, page.limit()).stream().map(Tag::value).toList();
        Reply reply = Reply.json(200, new JsonBuilder().put("name", endpoint.repository().value())
                .put("tags", Json.ofStrings(tags))
                .build());
        return found.size() > page.limit()
                ? reply.with(Header.LINK, link("/v2/%s/tags/list".formatted(endpoint.repository()), page, tags, ""))
                : reply;
    }

    /** Never a 404: a subject that is not here yet may have referrers. */
    Reply referrers(Endpoint.ListReferrers endpoint) throws IOException {
        List<Descriptor> rest = storage.repository(endpoint.repository())
                .referrers(endpoint.subject(), endpoint.artifactType())
                .stream()
                .filter(descriptor -> endpoint.page()
                        .last()
                        .filter(last -> descriptor.digest().toString().compareTo(last) <= 0)
                        .isEmpty())
                .sorted(Comparator.comparing(descriptor -> descriptor.digest().toString()))
                .toList();
        List<Descriptor> part = atMost(rest, endpoint.page().limit());
        Reply reply = Reply.bytes(200, MediaType.OCI_INDEX.value(),
                ImageIndex.create(MediaType.OCI_INDEX, part, Map.of()).raw().bytes());
        if (endpoint.artifactType().isPresent()) {
            reply = reply.with(Header.OCI_FILTERS_APPLIED, "artifactType");
        }
        if (part.size() < rest.size() && !part.isEmpty()) {
            String filter = endpoint.artifactType()
                    .map(type -> "artifactType=" + PercentCoding.encode(type) + "&")
                    .orElse("");
            reply = reply.with(Header.LINK,
                    link("/v2/%s/referrers/%s".formatted(endpoint.repository(), endpoint.subject()), endpoint.page(),
                            part.stream().map(descriptor -> descriptor.digest().toString()).toList(), filter));
        }
        return reply;
    }

    private static List<Descriptor> atMost(List<Descriptor> descriptors, int limit) {
        List<Descriptor> part = new ArrayList<>();
        long bytes = 0;
        for (Descriptor descriptor : descriptors) {
            bytes += JsonWriter.compact(descriptor.toJson()).length;
            // one that is too long by itself goes alone: leaving it out would be worse
            if (part.size() == limit || bytes > MAX_REFERRERS_BYTES && !part.isEmpty()) {
                break;
            }
            part.add(descriptor);
        }
        return part;
    }

    private static <T> List<T> first(List<T> found, int limit) {
        return found.subList(0, Math.min(found.size(), limit));
    }

    private static String link(String path, Page page, List<String> entries, String filter) {
        return "<%s?%sn=%d&last=%s>; rel=\"next\"".formatted(path, filter, page.limit(),
                PercentCoding.encode(entries.getLast()));
    }

    private static Tag tag(String text) throws Refusal {
        try {
            return new Tag(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(ErrorCode.TAG_INVALID, "parameter 'last': " + e.getMessage());
        }
    }

    private static RepositoryName repositoryName(String text) throws Refusal {
        try {
            return new RepositoryName(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(ErrorCode.NAME_INVALID, "parameter 'last': " + e.getMessage());
        }
    }
}
