package dev.anyarch.operations.index;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.platform.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An index before it is written: what it consists of, its exact bytes, and where they go. Nothing in it depends on what
 * the targets hold.
 *
 * @param entries in the order of the index
 * @param index the resulting bytes
 */
public record IndexPlan(List<Entry> entries, RawManifest index, List<IndexTarget> targets) {
    public IndexPlan {
        entries = List.copyOf(entries);
        targets = List.copyOf(targets);
    }

    /** An entry and where its content comes from. */
    public record Entry(Descriptor descriptor, IndexSource source) {

        /** For people: the platform, or what it is if it has none. */
        String label() {
            if (descriptor.isAttachment()) {
                return "  attestation";
            }
            return descriptor.platform().map(Platform::toString).orElse("no platform");
        }
    }

    /**
     * A manifest with its blobs that goes from a source to a target.
     *
     * @param mounted whether the blobs need not be moved, as both are repositories of one place
     */
    public record Transfer(Entry entry, IndexTarget target, boolean mounted) {}

    public Digest digest() {
        return index.digest();
    }

    /** What must be copied: every entry to every target that is not its own repository. */
    public List<Transfer> transfers() {
        return targets.stream()
                .flatMap(target -> entries.stream()
                        .filter(entry -> target.place().isEmpty() || !entry.source().place().equals(target.place()))
                        .map(entry -> new Transfer(entry, target, mountFrom(entry.source(), target).isPresent())))
                .toList();
    }

    static Optional<Place> mountFrom(IndexSource source, IndexTarget target) {
        return source.place()
                .filter(from -> target.place().filter(to -> to.registry().equals(from.registry())).isPresent());
    }

    /** A few lines for people, the last without a line break. */
    public String toText() {
        int width = entries.stream().mapToInt(entry -> entry.label().length()).max().orElse(1);
        String row = "  %-" + width + "s  %s  from %s";
        List<String> lines = new ArrayList<>();
        lines.add("index %s  %s  %d bytes".formatted(digest(), index.mediaType(), index.size()));
        entries.forEach(entry -> lines
                .add(row.formatted(entry.label(), entry.descriptor().digest(), entry.source().name())));
        transfers().forEach(transfer -> lines.add("%s %s to %s".formatted(transfer.mounted() ? "mount" : "copy",
                transfer.entry().descriptor().digest(), transfer.target().store().location())));
        tags().forEach(tag -> lines.add("tag " + tag));
        return String.join("\n", lines);
    }

    /** The same for programs. */
    public Json.Obj toJson() {
        return new JsonBuilder().put("digest", digest().toString())
                .put("mediaType", index.mediaType().value())
                .put("size", index.size())
                .put("entries", new Json.Arr(entries.stream()
                        .<Json>map(entry -> entry.descriptor()
                                .toJson()
                                .with("source", Json.of(entry.source().name())))
                        .toList()))
                .put("copies", new Json.Arr(transfers().stream().<Json>map(IndexPlan::toJson).toList()))
                .put("tags", Json.ofStrings(tags()))
                .build();
    }

    private static Json.Obj toJson(Transfer transfer) {
        return new JsonBuilder().put("digest", transfer.entry().descriptor().digest().toString())
                .put("from", transfer.entry().source().name())
                .put("to", transfer.target().store().location())
                .put("mount", transfer.mounted())
                .build();
    }

    /** The names that the index gets: {@code registry.example/app:1.0}. */
    public List<String> tags() {
        return targets.stream()
                .flatMap(target -> target.tags().stream().map(tag -> target.store().location() + ":" + tag))
                .toList();
    }
}
