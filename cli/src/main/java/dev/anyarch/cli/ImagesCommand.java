package dev.anyarch.cli;

import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.storage.Storage;
import dev.anyarch.storage.TaggedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code anyarch images}: what is in the local store. */
final class ImagesCommand implements Command {
    private static final int PAGE = 1000;

    @Override
    public CommandSpec spec() {
        return new CommandSpec("images", "", 0, 0, "list the images of the local store", "",
                List.of(GlobalOptions.OUTPUT));
    }

    /** A line of the list. */
    private record Row(RepositoryName repository, TaggedImage image, List<Platform> platforms, long size) {

        void addTo(Table table) {
            String platformList = platforms.stream().map(Platform::toString).collect(Collectors.joining(","));
            table.row(StoreNames.familiar(repository), image.tag().value(),
                    image.manifest().digest().abbreviated(), Sizes.format(size), platformList);
        }

        Json toJson() {
            return new JsonBuilder().put("repository", StoreNames.familiar(repository))
                    .put("tag", image.tag().value())
                    .put("digest", image.manifest().digest().toString())
                    .put("mediaType", image.manifest().mediaType().value())
                    .put("size", size)
                    .put("platforms", Json.ofStrings(platforms.stream().map(Platform::toString).toList()))
                    .put("updated", image.updatedAt().toString())
                    .build();
        }
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException {
        boolean json = GlobalOptions.isJson(arguments);
        List<Row> rows = Files.isDirectory(session.environment().storeDirectory())
                ? rows(session.places().storage())
                : List.of();
        if (json) {
            session.console().print(JsonWriter.indented(new Json.Arr(rows.stream().map(Row::toJson).toList()), "  "));
        } else {
            Table table = new Table("REPOSITORY", "TAG", "DIGEST", "SIZE", "PLATFORMS");
            rows.forEach(row -> row.addTo(table));
            table.print(session.console());
        }
        return ExitCode.OK;
    }

    private static List<Row> rows(Storage storage) throws IOException {
        List<Row> rows = new ArrayList<>();
        Optional<RepositoryName> after = Optional.empty();
        List<RepositoryName> page;
        do {
            page = storage.repositories(after, PAGE);
            for (RepositoryName name : page) {
                for (TaggedImage image : storage.repository(name).images()) {
                    ImageSummary summary = ImageSummary.of(storage.repository(name), image.manifest());
                    rows.add(new Row(name, image, summary.platforms(), summary.size()));
                }
                after = Optional.of(name);
            }
        } while (page.size() == PAGE);
        return rows;
    }
}
