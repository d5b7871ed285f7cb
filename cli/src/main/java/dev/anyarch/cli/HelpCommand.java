package dev.anyarch.cli;

import java.util.List;
import java.util.Optional;

/** {@code anyarch help [COMMAND]}. */
final class HelpCommand implements Command {

    @Override
    public CommandSpec spec() {
        return new CommandSpec("help", "[COMMAND]", 0, 2, "list the commands, or explain one", "", List.of());
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws UsageException {
        String name = String.join(" ", arguments.operands());
        Optional<Command> command = Commands.find(name);
        if (name.isEmpty()) {
            Help.printAll(session.console());
        } else if (command.isPresent()) {
            Help.print(command.get().spec(), session.console());
        } else if (Commands.isFamily(name)) {
            Help.printFamily(name, session.console());
        } else {
            throw new UsageException(Commands.whyAbsent(name));
        }
        return ExitCode.OK;
    }
}
