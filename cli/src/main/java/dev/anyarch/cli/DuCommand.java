package dev.anyarch.cli;

import dev.anyarch.builder.cache.CacheUse;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code anyarch du}: what the build cache takes on the disk, as {@code docker buildx du} tells it. */
final class DuCommand implements Command {
    private static final int SHORT_ID = 12;
    private static final int DESCRIPTION = 60;

    @Override
    public CommandSpec spec() {
        return new CommandSpec("du", "", 0, 0, "list what the build cache takes on the disk", """
            What steps of builds made, packed and unpacked, caches of RUN --mount=type=cache, and blobs that no image
            needs; what was used last comes first. 'anyarch prune' removes it, except what is in use. Layers
            that an image has as well are on the disk once.""",
                List.of(PruneFilter.FILTER, GlobalOptions.OUTPUT));
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        boolean isJson = GlobalOptions.isJson(arguments);
        PruneFilter filter = PruneFilter.of(arguments);
        List<CacheUse> uses = new ArrayList<>();
        if (Files.isDirectory(session.environment().storeDirectory())) {
            try (KeptFiles files = KeptFiles.open(session.environment())) {
                files.items().forEach(item -> uses.add(item.use()));
            }
            uses.addAll(LayerShelves.pruning(session, List.of()).list());
            session.places()
                    .storage()
                    .unneededBlobs(PruneCommand.ORPHANED)
                    .stream()
                    .filter(blob -> !blob.repository().equals(BuildCaching.LAYERS))
                    .forEach(blob -> uses.add(PruneCommand.use(blob)));
        }
        uses.removeIf(filter.isMeant().negate());
        filter.unused()
                .ifPresent(unused -> uses.removeIf(use -> use.usedAt().isAfter(Instant.now().minus(unused))));
        uses.sort(Comparator.comparing(CacheUse::usedAt).reversed().thenComparing(CacheUse::id));
        if (isJson) {
            session.console().print(JsonWriter.indented(json(uses), "  "));
        } else {
            print(uses, session.console());
        }
        return ExitCode.OK;
    }

    private static Json json(List<CacheUse> uses) {
        return new JsonBuilder().put("entries", new Json.Arr(uses.stream()
                .<Json>map(use -> new JsonBuilder().put("id", use.id())
                        .put("type", use.type())
                        .put("bytes", use.size())
                        .put("lastUsed", use.usedAt().toString())
                        .put("inUse", use.isInUse())
                        .put("description", use.description())
                        .build())
                .toList()))
                .put("reclaimableBytes", reclaimable(uses))
                .put("totalBytes", uses.stream().mapToLong(CacheUse::size).sum())
                .build();
    }

    private static void print(List<CacheUse> uses, Console console) {
        Table table = new Table("ID", "TYPE", "RECLAIMABLE", "SIZE", "LAST USED", "DESCRIPTION");
        for (CacheUse use : uses) {
            table.row(shortened(use.id(), SHORT_ID), use.type(), use.isInUse() ? "no" : "yes",
                    Sizes.format(use.size()), use.usedAt().toString().replaceFirst("\\..*", "Z"),
                    shortened(use.description().lines().findFirst().orElse(""), DESCRIPTION));
        }
        table.print(console);
        console.print("reclaimable: %s, total: %s".formatted(Sizes.format(reclaimable(uses)),
                Sizes.format(uses.stream().mapToLong(CacheUse::size).sum())));
    }

    private static long reclaimable(List<CacheUse> uses) {
        return uses.stream().filter(use -> !use.isInUse()).mapToLong(CacheUse::size).sum();
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
