package dev.anyarch.operations.copy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a copy did.
 *
 * @param root the manifest in the target that stands for the source's root; empty when children alone were copied
 * @param chosen the entries that were copied, when platforms were chosen
 * @param rewritten from the digest in the source to the digest in the target, where they differ
 * @param manifests the number of manifests written
 * @param blobs what became of the blobs
 */
public record CopyResult(Optional<Descriptor> root, List<Descriptor> chosen, Map<Digest, Digest> rewritten,
        int manifests, BlobCounts blobs) {
    public CopyResult {
        chosen = List.copyOf(chosen);
        rewritten = Map.copyOf(rewritten);
    }

    /**
     * Numbers of blobs.
     *
     * @param bytes moved
     */
    public record BlobCounts(int moved, int mounted, int present, int elsewhere, long bytes) {}

    public Json.Obj toJson() {
        JsonBuilder digests = new JsonBuilder();
        rewritten.forEach((from, to) -> digests.put(from.toString(), to.toString()));
        return new JsonBuilder().putIfPresent("root", root.map(Descriptor::toJson))
                .put("chosen", new Json.Arr(chosen.stream().<Json>map(Descriptor::toJson).toList()))
                .put("rewritten", digests.build())
                .put("manifests", manifests)
                .put("blobs", new JsonBuilder().put("moved", blobs.moved())
                        .put("mounted", blobs.mounted())
                        .put("present", blobs.present())
                        .put("elsewhere", blobs.elsewhere())
                        .put("bytes", blobs.bytes())
                        .build())
                .build();
    }
}
