package dev.anyarch.cli;

import static java.util.stream.Collectors.joining;

import dev.anyarch.model.Nearest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads arguments as POSIX and GNU programs do: {@code --name value}, {@code --name=value}, {@code -n value}, {@code -nvalue},
 * {@code -ab} for two flags, {@code --} before operands that begin with a dash. Options and operands may be mixed.
 */
final class ArgumentParser {
    private final CommandSpec spec;
    private final Map<String, List<String>> given = new LinkedHashMap<>();
    private final List<String> operands = new ArrayList<>();

    private ArgumentParser(CommandSpec spec) {
        this.spec = spec;
    }

    static Arguments parse(CommandSpec spec, List<String> arguments) throws UsageException {
        ArgumentParser parser = new ArgumentParser(spec);
        // alone it is a call for help, whatever it means with something after it
        Iterator<String> rest = (arguments.equals(List.of("-h")) ? List.of("--help") : arguments).iterator();
        while (rest.hasNext()) {
            parser.read(rest.next(), rest);
        }
        Arguments parsed = new Arguments(parser.given, parser.operands);
        if (!parsed.has(GlobalOptions.HELP)) {
            parser.checkOperands();
        }
        return parsed;
    }

    private void read(String argument, Iterator<String> rest) throws UsageException {
        if (argument.equals("--")) {
            rest.forEachRemaining(operands::add);
        } else if (argument.startsWith("--")) {
            readLong(argument, rest);
        } else if (argument.startsWith("-") && argument.length() > 1) {
            readShort(argument, rest);
        } else {
            operands.add(argument);
            if (spec.endsOptions()) {
                rest.forEachRemaining(operands::add);
            }
        }
    }

    private void readLong(String argument, Iterator<String> rest) throws UsageException {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        Option option = option(name);
        if (equals >= 0) {
            add(option, argument.substring(equals + 1));
        } else if (option.takesValue()) {
            add(option, next(option, rest));
        } else {
            add(option, "true");
        }
    }

    private void readShort(String argument, Iterator<String> rest) throws UsageException {
        for (int i = 1; i < argument.length(); i++) {
            Option option = option("-" + argument.charAt(i));
            if (option.takesValue()) {
                boolean attached = i + 1 < argument.length();
                String value = attached ? argument.substring(i + 1) : next(option, rest);
                add(option, attached && value.startsWith("=") ? value.substring(1) : value);
                return;
            }
            add(option, "true");
        }
    }

    private Option option(String name) throws UsageException {
        Optional<Option> found = spec.find(name);
        if (found.isEmpty()) {
            Optional<String> refusal = DockerOptions.refusal(spec.name(), name);
            if (refusal.isPresent()) {
                throw new UsageException("option %s is not available: %s".formatted(name, refusal.get()));
            }
            Stream<String> known = spec.options().flatMap(option -> option.names().stream());
            throw new UsageException("unknown option '%s'%s; see 'anyarch %s --help'"
                    .formatted(name, Nearest.suggestion(name, known.toList()), spec.name()));
        }
        return found.get();
    }

    private void add(Option option, String value) throws UsageException {
        if (!option.takesValue() && !value.equals("true") && !value.equals("false")) {
            throw new UsageException("option %s: expected no value, true or false, found '%s'"
                    .formatted(option.name(), value));
        }
        given.computeIfAbsent(option.name(), _ -> new ArrayList<>()).add(value);
    }

    private static String next(Option option, Iterator<String> rest) throws UsageException {
        if (!rest.hasNext()) {
            throw new UsageException("option %s: expected %s after it, found nothing"
                    .formatted(option.name(), option.placeholder()));
        }
        return rest.next();
    }

    private void checkOperands() throws UsageException {
        if (operands.size() >= spec.minOperands() && operands.size() <= spec.maxOperands()) {
            return;
        }
        String found = operands.isEmpty()
                ? "nothing"
                : operands.stream().map(operand -> "'" + operand + "'").collect(joining(" "));
        String expected = spec.operands().isEmpty() ? "no arguments" : spec.operands();
        throw new UsageException("expected %s, found %s; usage: %s".formatted(expected, found, spec.usage()));
    }
}
