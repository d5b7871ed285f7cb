package dev.anyarch.cli;

import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.NotFoundException;
import java.io.IOException;
import java.util.List;

/** {@code anyarch tags REPO}. */
final class TagsCommand implements Command {

    @Override
    public CommandSpec spec() {
        return new CommandSpec("tags", "REPO", 1, 1, "list the tags of a repository", "",
                List.of(GlobalOptions.OUTPUT));
    }

    @Override
    public boolean asksOnly() {
        return true;
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException {
        boolean json = GlobalOptions.isJson(arguments);
        Place place = Place.parse(arguments.operand(0));
        List<Tag> tags = session.places().source(place).tags();
        if (tags.isEmpty()) {
            throw new NotFoundException(
                    session.places().source(place).location() + ": no such repository, or it has no tags");
        }
        if (json) {
            session.console()
                    .print(JsonWriter.indented(Json.ofStrings(tags.stream().map(Tag::value).toList()), "  "));
        } else {
            tags.forEach(tag -> session.console().print(tag.value()));
        }
        return ExitCode.OK;
    }
}
