package dev.anyarch.operations.index;

import dev.anyarch.model.Annotations;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.operations.graph.MissingPlatformException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * From the bytes of an index and changes to the bytes of another index: a pure function. What the changes do not name
 * stays as it was written, members that nobody here knows included.
 */
public final class IndexEditing {
    private final ImageIndex index;
    private final List<Descriptor> entries;
    private final List<Json.Obj> written = new ArrayList<>();
    private Json.Obj document;

    private IndexEditing(ImageIndex index) throws InvalidContentException {
        this.index = index;
        this.entries = new ArrayList<>(index.manifests());
        this.document = JsonReader.readObject(index.raw().bytes(), "index " + index.digest());
        if (document.find("manifests").orElse(Json.NULL) instanceof Json.Arr array) {
            for (Json element : array.elements()) {
                if (element instanceof Json.Obj object) {
                    written.add(object);
                }
            }
        }
    }

    /**
     * The index after {@code edits}, in their order; the very same bytes when nothing has changed.
     *
     * @throws MissingPlatformException when no entry is meant by one of the edits
     * @throws IllegalArgumentException when a Docker manifest list is to be annotated
     */
    public static RawManifest edit(ImageIndex index, List<IndexEdit> edits)
            throws InvalidContentException, MissingPlatformException {
        IndexEditing editing = new IndexEditing(index);
        Json.Obj before = editing.document;
        for (IndexEdit edit : edits) {
            editing.apply(edit);
        }
        Json.Obj after = editing.document.with("manifests", new Json.Arr(List.copyOf(editing.written)));
        return after.equals(before)
                ? index.raw()
                : RawManifest.of(index.mediaType(), JsonWriter.compact(after), index.digest().algorithm());
    }

    private void apply(IndexEdit edit) throws MissingPlatformException {
        switch (edit) {
            case IndexEdit.Remove remove -> remove(remove.which());
            case IndexEdit.AnnotateIndex annotate -> document = annotated(document, annotate.annotations());
            case IndexEdit.AnnotateEntries annotate -> {
                for (int i : meant(annotate.which())) {
                    written.set(i, annotated(written.get(i), annotate.annotations()));
                }
            }
        }
    }

    private void remove(IndexEdit.Which which) throws MissingPlatformException {
        for (int i : meant(which).reversed()) {
            removeAt(i);
        }
        Set<String> images = entries.stream().map(entry -> entry.digest().toString()).collect(Collectors.toSet());
        for (int i = entries.size() - 1; i >= 0; i--) {
            String subject = entries.get(i).annotations().getOrDefault(Annotations.DOCKER_REFERENCE_DIGEST, "");
            if (entries.get(i).isAttachment() && !images.contains(subject)) {
                removeAt(i);
            }
        }
    }

    private void removeAt(int at) {
        entries.remove(at);
        written.remove(at);
    }

    private List<Integer> meant(IndexEdit.Which which) throws MissingPlatformException {
        List<Integer> meant = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (which.means(entries.get(i))) {
                meant.add(i);
            }
        }
        if (meant.isEmpty()) {
            List<Platform> available = entries.stream()
                    .filter(entry -> !entry.isAttachment())
                    .map(Descriptor::platform)
                    .flatMap(Optional::stream)
                    .toList();
            throw new MissingPlatformException("index " + index.digest(), which.toString(), available);
        }
        return meant;
    }

    private Json.Obj annotated(Json.Obj object, Map<String, String> annotations) {
        if (index.mediaType().equals(MediaType.DOCKER_LIST)) {
            throw new IllegalArgumentException(
                    "index %s: a Docker manifest list has no annotations; expected an OCI index".formatted(
                            index.digest()));
        }
        Json.Obj result = object.find("annotations").orElse(Json.NULL) instanceof Json.Obj present
                ? present
                : Json.Obj.EMPTY;
        for (Map.Entry<String, String> annotation : annotations.entrySet()) {
            result = annotation.getValue().isEmpty()
                    ? result.without(annotation.getKey())
                    : result.with(annotation.getKey(), Json.of(annotation.getValue()));
        }
        return result.members().isEmpty() ? object.without("annotations") : object.with("annotations", result);
    }
}
