package dev.anyarch.cli;

import dev.anyarch.model.platform.Considered;
import dev.anyarch.model.platform.Engine;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.platform.Selection;
import dev.anyarch.model.platform.SelectionRequest;
import dev.anyarch.operations.resolve.PlatformResolution;
import dev.anyarch.runtime.CannotExecuteException;
import dev.anyarch.runtime.Execution;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which entry of an image is executed: the one that was asked for; or else the best for this machine's processor, then one
 * that the processor executes too, as 64-bit ones often do 32-bit programs, and then the only one that an emulator executes.
 * Of several that could be emulated none is guessed.
 *
 * @param wanted the one that was asked for
 */
record EntryChoice(Optional<Platform> wanted, Platform host, Means means, Console console) {

    /** How a platform is executed here. */
    interface Means {

        /**
         * How it is executed.
         *
         * @throws CannotExecuteException when it is not, with the reason and the way out
         */
        Execution execution(Platform platform) throws IOException, InterruptedException;
    }

    Selection.One of(Found found) throws IOException, InterruptedException {
        Optional<Selection.One> one = find(found);
        if (one.isPresent()) {
            return one.get();
        }
        throw missing(found);
    }

    /** That there is no entry for the platform that was asked for. */
    CannotException missing(Found found) throws IOException {
        Platform platform = wanted.orElse(host);
        return new CannotException("%s: no entry for %s; it has %s".formatted(found.place(), platform,
                names(available(select(found, platform)))));
    }

    /** As {@link #of}; empty when there is none for the platform that was asked for. */
    Optional<Selection.One> find(Found found) throws IOException, InterruptedException {
        Selection selection = select(found, wanted.orElse(host));
        if (selection instanceof Selection.One one) {
            return Optional.of(one);
        }
        if (wanted.isPresent()) {
            return Optional.empty();
        }
        Platform best = executable(found, available(selection));
        if (select(found, best) instanceof Selection.One one) {
            return Optional.of(one);
        }
        throw new CannotException("%s: its entry for %s cannot be chosen".formatted(found.place(), best));
    }

    private Platform executable(Found found, List<Platform> available) throws IOException, InterruptedException {
        List<Platform> ownProcessor = new ArrayList<>();
        List<Platform> emulated = new ArrayList<>();
        Map<Platform, String> impossible = new LinkedHashMap<>();
        for (Platform platform : available) {
            if (!platform.os().equals("linux")) {
                impossible.put(platform, "only Linux images can be executed");
                continue;
            }
            try {
                (means.execution(platform) instanceof Execution.Native ? ownProcessor : emulated).add(platform);
            } catch (CannotExecuteException e) {
                impossible.put(platform, String.valueOf(e.getMessage()).replaceFirst("^\\S+: ", ""));
            }
        }
        if (!ownProcessor.isEmpty()) {
            return ownProcessor.stream()
                    .max(Comparator.comparing(platform -> platform.normalized().variant()))
                    .orElseThrow();
        }
        if (emulated.size() == 1) {
            return emulated.getFirst();
        }
        if (!emulated.isEmpty()) {
            throw new CannotException(
                    "%s: no entry for this machine, which is %s; choose one with --platform, to be emulated: %s"
                            .formatted(found.place(), host, names(emulated)));
        }
        impossible.forEach((platform, reason) -> console.error("%s cannot be executed: %s".formatted(platform,
                reason)));
        throw new CannotException("%s: has %s; this machine is %s, and executes none of that".formatted(found.place(),
                names(available), host));
    }

    private static String names(List<Platform> platforms) {
        return platforms.isEmpty()
                ? "no image that runs"
                : platforms.stream().map(Platform::toString).collect(Collectors.joining(", "));
    }

    private static Selection select(Found found, Platform platform) throws IOException {
        return PlatformResolution.resolve(found.source(), found.root(), found.place().toString(),
                SelectionRequest.of(platform), List.of(Engine.COMPAT)).selections().values().iterator().next();
    }

    private static List<Platform> available(Selection selection) {
        return selection.considered()
                .stream()
                .map(Considered::platform)
                .flatMap(Optional::stream)
                .filter(platform -> !platform.isUnknown())
                .distinct()
                .toList();
    }

    /** As the index says it; empty without an index. */
    static Optional<Platform> platform(Selection.One entry) {
        return entry.position().isRoot()
                ? Optional.empty()
                : entry.considered()
                        .stream()
                        .filter(considered -> considered.position().path().equals(entry.position().path()))
                        .findFirst()
                        .flatMap(Considered::platform);
    }
}
