package dev.anyarch.store.layout;

import dev.anyarch.model.Annotations;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.reference.Tag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What {@code index.json} says; a value, so every change is a new one. Members and entries that nobody here understands
 * stay as they are, such as digests of an algorithm of the future.
 */
final class LayoutIndex {
    private static final List<String> NAME_ANNOTATIONS = List.of(Annotations.REF_NAME,
            Annotations.CONTAINERD_IMAGE_NAME);

    private final Json.Obj json;
    private final List<Descriptor> entries;
    private final List<Json.Obj> foreign;

    private LayoutIndex(Json.Obj json, List<Descriptor> entries, List<Json.Obj> foreign) {
        this.json = json;
        this.entries = List.copyOf(entries);
        this.foreign = List.copyOf(foreign);
    }

    static LayoutIndex empty() {
        Json.Obj json = new JsonBuilder().put("schemaVersion", 2)
                .put("mediaType", MediaType.OCI_INDEX.value())
                .put("manifests", new Json.Arr(List.of()))
                .build();
        return new LayoutIndex(json, List.of(), List.of());
    }

    static LayoutIndex parse(byte[] bytes, String subject) throws InvalidContentException {
        JsonFields fields = new JsonFields(JsonReader.readObject(bytes, subject), subject);
        if (fields.has("layers") || fields.has("config")) {
            throw new InvalidContentException(subject + ": expected an index, found an image manifest");
        }
        List<Descriptor> entries = new ArrayList<>();
        List<Json.Obj> foreign = new ArrayList<>();
        for (JsonFields entry : fields.objects("manifests")) {
            if (isForeign(entry)) {
                foreign.add(entry.object());
            } else {
                entries.add(Descriptor.fromJson(entry));
            }
        }
        return new LayoutIndex(fields.object(), entries, foreign);
    }

    private static boolean isForeign(JsonFields entry) throws InvalidContentException {
        String digest = entry.requiredString("digest");
        int colon = digest.indexOf(':');
        return colon > 0 && DigestAlgorithm.find(digest.substring(0, colon)).isEmpty();
    }

    byte[] toBytes() {
        List<Json> manifests = new ArrayList<>();
        entries.forEach(entry -> manifests.add(entry.toJson()));
        manifests.addAll(foreign);
        return JsonWriter.compact(json.with("manifests", new Json.Arr(manifests)));
    }

    List<Descriptor> entries() {
        return entries;
    }

    List<NamedDescriptor> roots() {
        return entries.stream()
                .map(entry -> new NamedDescriptor(names(entry).stream().findFirst(), entry))
                .toList();
    }

    /** The entry of a reference name as it is written, or else of the tag it stands for. */
    Optional<Descriptor> find(String name) {
        Optional<Descriptor> exact = entries.stream().filter(entry -> names(entry).contains(name)).findFirst();
        return exact.isPresent() || !Tag.isValid(name) ? exact : Optional.ofNullable(tags().get(new Tag(name)));
    }

    /**
     * What each tag points at: names that are tags first, then the tags of full image names as BuildKit, Docker and Podman
     * write them, where only one manifest can be meant.
     */
    NavigableMap<Tag, Descriptor> tags() {
        NavigableMap<Tag, Descriptor> tags = new TreeMap<>();
        entries.forEach(entry -> refName(entry).filter(Tag::isValid)
                .ifPresent(name -> tags.putIfAbsent(new Tag(name), entry)));
        Map<Tag, Descriptor> derived = new LinkedHashMap<>();
        Set<Tag> ambiguous = new HashSet<>();
        for (Descriptor entry : entries) {
            for (String name : names(entry)) {
                tagOfImageName(name).ifPresent(tag -> {
                    Descriptor other = derived.putIfAbsent(tag, entry);
                    if (other != null && !other.digest().equals(entry.digest())) {
                        ambiguous.add(tag);
                    }
                });
            }
        }
        derived.keySet().removeAll(ambiguous);
        derived.forEach(tags::putIfAbsent);
        return tags;
    }

    boolean lists(Digest digest) {
        return entries.stream().anyMatch(entry -> entry.digest().equals(digest));
    }

    /** With an entry without a name, unless there is any for this manifest. */
    LayoutIndex withEntry(Descriptor manifest) {
        return lists(manifest.digest()) ? this : withEntries(concat(entries, nameless(manifest)));
    }

    /** With this reference name on {@code manifest} and nowhere else; what had it before keeps an entry. */
    LayoutIndex withName(String name, Descriptor manifest) {
        LayoutIndex freed = entries.stream()
                .anyMatch(e -> refName(e).equals(Optional.of(name)) && e.digest().equals(manifest.digest()))
                        ? this
                        : withoutName(name);
        if (freed.entries.stream().anyMatch(entry -> refName(entry).equals(Optional.of(name)))) {
            return freed;
        }
        Map<String, String> annotations = new LinkedHashMap<>(nameless(manifest).annotations());
        annotations.put(Annotations.REF_NAME, name);
        return freed.without(entry -> entry.digest().equals(manifest.digest()) && names(entry).isEmpty())
                .appended(manifest.withAnnotations(annotations));
    }

    /** With the annotations and the platform of {@code manifest} in addition to what its entries have. */
    LayoutIndex withDescription(Descriptor manifest) {
        return withEntries(entries.stream().map(entry -> {
            if (!entry.digest().equals(manifest.digest())) {
                return entry;
            }
            Map<String, String> annotations = new LinkedHashMap<>(entry.annotations());
            annotations.putAll(manifest.annotations());
            Descriptor annotated = entry.withAnnotations(annotations);
            return manifest.platform().map(annotated::withPlatform).orElse(annotated);
        }).toList());
    }

    /** Without this reference name; its manifest keeps an entry. */
    LayoutIndex withoutName(String name) {
        LayoutIndex index = this;
        for (Descriptor entry : entries) {
            if (names(entry).contains(name)) {
                index = index.without(entry::equals).withEntry(entry);
            }
        }
        return index;
    }

    /** As {@link #withoutName} for whatever makes {@code tag} resolve. */
    LayoutIndex withoutTag(Tag tag) {
        LayoutIndex index = this;
        for (Descriptor entry = index.tags().get(tag); entry != null; entry = index.tags().get(tag)) {
            index = index.without(entry::equals).withEntry(entry);
        }
        return index;
    }

    LayoutIndex without(Predicate<Descriptor> unwanted) {
        return withEntries(entries.stream().filter(unwanted.negate()).toList());
    }

    /** Without the nameless entries of manifests that {@code digests} says are reached otherwise. */
    LayoutIndex withoutNameless(Set<Digest> digests) {
        return without(entry -> names(entry).isEmpty() && digests.contains(entry.digest()));
    }

    private LayoutIndex appended(Descriptor entry) {
        return withEntries(concat(entries, entry));
    }

    private LayoutIndex withEntries(List<Descriptor> newEntries) {
        return new LayoutIndex(json, newEntries, foreign);
    }

    private static List<Descriptor> concat(List<Descriptor> list, Descriptor last) {
        List<Descriptor> all = new ArrayList<>(list);
        all.add(last);
        return all;
    }

    private static Descriptor nameless(Descriptor entry) {
        Map<String, String> annotations = new LinkedHashMap<>(entry.annotations());
        annotations.keySet().removeAll(NAME_ANNOTATIONS);
        return entry.withAnnotations(annotations);
    }

    private static Optional<String> refName(Descriptor entry) {
        return Optional.ofNullable(entry.annotations().get(Annotations.REF_NAME));
    }

    /** The names of an entry; the reference name first, because it is the one the specification knows. */
    private static List<String> names(Descriptor entry) {
        return NAME_ANNOTATIONS.stream()
                .filter(entry.annotations()::containsKey)
                .map(key -> entry.annotations().getOrDefault(key, ""))
                .toList();
    }

    private static Optional<Tag> tagOfImageName(String name) {
        int colon = name.lastIndexOf(':');
        return colon > 0 && colon > name.lastIndexOf('/') && Tag.isValid(name.substring(colon + 1))
                ? Optional.of(new Tag(name.substring(colon + 1)))
                : Optional.empty();
    }
}
