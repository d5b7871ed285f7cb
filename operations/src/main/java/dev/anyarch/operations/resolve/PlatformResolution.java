package dev.anyarch.operations.resolve;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.platform.Candidate;
import dev.anyarch.model.platform.Considered;
import dev.anyarch.model.platform.Engine;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.platform.Position;
import dev.anyarch.model.platform.Selection;
import dev.anyarch.model.platform.SelectionError;
import dev.anyarch.model.platform.SelectionRequest;
import dev.anyarch.operations.graph.GraphLimits;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.NotFoundException;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What engines pick from one image for one platform.
 *
 * @param reference as the user wrote it
 * @param platform that is wanted, as the user wrote it
 * @param selections by engine, in the order of {@link Engine}
 */
public record PlatformResolution(String reference, Platform platform, Map<Engine, Selection> selections) {
    public PlatformResolution {
        Map<Engine, Selection> ordered = new EnumMap<>(Engine.class);
        ordered.putAll(selections);
        selections = Collections.unmodifiableMap(ordered);
    }

    /**
     * Asks {@code engines}. Only what their rules look at is fetched, each manifest and config once. Content that is missing
     * or malformed is the answer of the engines that look at it, as long as another engine has an answer.
     *
     * @param root what the reference resolved to
     * @throws IOException when the source fails, or when no engine can answer because of content that is missing, malformed
     *     or nested without end
     */
    public static PlatformResolution resolve(ImageSource source, Descriptor root, String reference,
            SelectionRequest request, Collection<Engine> engines) throws IOException {
        Candidate candidate = new CandidateReader(source, GraphLimits.DEFAULT).root(root);
        Map<Engine, Selection> selections = new EnumMap<>(Engine.class);
        Map<Engine, IOException> failures = new EnumMap<>(Engine.class);
        for (Engine engine : engines) {
            try {
                selections.put(engine, engine.select(candidate, request));
            } catch (NotFoundException | InvalidContentException e) {
                failures.put(engine, e);
            }
        }
        if (selections.isEmpty() && !failures.isEmpty()) {
            throw failures.values().iterator().next();
        }
        failures.forEach((engine, failure) -> selections.put(engine, new Selection.None(SelectionError.NO_MATCH,
                List.of(), "cannot read what it looks at: " + failure.getMessage(), List.of())));
        return new PlatformResolution(reference, request.wanted(), selections);
    }

    /** Whether every engine that was asked picks something. */
    public boolean isFoundByAll() {
        return selections.values().stream().allMatch(selection -> selection.error().isEmpty());
    }

    /** {@code {"reference":…,"platform":…,"engines":{"<name>":{"picked":[…],"digest":…,"error":…,"why":…}}}}. */
    public Json.Obj toJson() {
        return toJson(false);
    }

    /** As {@link #toJson()}, with {@code explain} also the verdict on each candidate. */
    public Json.Obj toJson(boolean explain) {
        JsonBuilder engines = new JsonBuilder();
        selections.forEach((engine, selection) -> engines.put(engine.id(), toJson(selection, explain)));
        return new JsonBuilder().put("reference", reference)
                .put("platform", platform.toString())
                .put("engines", engines.build())
                .build();
    }

    /** A table for people; with {@code explain} followed by the verdict on each candidate. */
    public String toText(boolean explain) {
        return new ResolutionText(this).render(explain);
    }

    private static Json.Obj toJson(Selection selection, boolean explain) {
        JsonBuilder json = new JsonBuilder()
                .put("picked", Json.ofStrings(selection.picked().stream().map(Position::path).toList()))
                .put("digest", selection.digest().<Json>map(digest -> Json.of(digest.toString())).orElse(Json.NULL))
                .put("error", selection.error().map(SelectionError::id).<Json>map(Json::of).orElse(Json.NULL))
                .put("why", selection.why());
        if (explain) {
            List<Json> considered = selection.considered()
                    .stream()
                    .<Json>map(PlatformResolution::toJson)
                    .toList();
            json.put("candidates", new Json.Arr(considered));
        }
        return json.build();
    }

    private static Json.Obj toJson(Considered considered) {
        return new JsonBuilder().put("position", considered.position().path())
                .put("platform",
                        considered.platform().<Json>map(platform -> Json.of(platform.toString())).orElse(Json.NULL))
                .put("usable", considered.usable())
                .put("reason", considered.reason())
                .build();
    }
}
