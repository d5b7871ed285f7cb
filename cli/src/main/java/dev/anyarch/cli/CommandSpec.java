package dev.anyarch.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a command accepts: everything that parsing, help and completion need.
 *
 * @param name one word, or two for a command of a family: {@code index create}
 * @param operands how the arguments after the options are written in help: {@code REF}, {@code SRC DST}
 * @param minOperands how many of them must be there
 * @param maxOperands how many there may be
 * @param summary one sentence
 * @param description paragraphs below it; may be empty
 * @param ownOptions in the order of help, without the ones every command has
 * @param endsOptions whether everything after the first operand is an operand, for they are another program's
 */
record CommandSpec(String name, String operands, int minOperands, int maxOperands, String summary, String description,
        List<Option> ownOptions, boolean endsOptions) {

    CommandSpec {
        ownOptions = List.copyOf(ownOptions);
    }

    /** Options and operands may be mixed. */
    CommandSpec(String name, String operands, int minOperands, int maxOperands, String summary, String description,
            List<Option> ownOptions) {
        this(name, operands, minOperands, maxOperands, summary, description, ownOptions, false);
    }

    /** A name that is the command's own, as Docker's {@code run -h NAME}, is not that of every command. */
    Stream<Option> options() {
        return Stream.concat(ownOptions.stream(), GlobalOptions.ALL.stream()
                .map(this::withoutOwnNames)
                .flatMap(Optional::stream));
    }

    /** Absent when all its names are the command's own. */
    private Optional<Option> withoutOwnNames(Option option) {
        List<String> others = option.names()
                .stream()
                .filter(name -> ownOptions.stream().noneMatch(own -> own.names().contains(name)))
                .toList();
        return others.isEmpty() ? Optional.empty() : Optional.of(option.withNames(others));
    }

    /** Those that help and completion show. */
    Stream<Option> listedOptions() {
        return options().filter(Option::isListed);
    }

    Optional<Option> find(String optionName) {
        return options().filter(option -> option.names().contains(optionName)).findFirst();
    }

    String usage() {
        String options = ownOptions.isEmpty() ? "" : " [OPTIONS]";
        return "anyarch " + name + options + (operands.isEmpty() ? "" : " " + operands);
    }
}
