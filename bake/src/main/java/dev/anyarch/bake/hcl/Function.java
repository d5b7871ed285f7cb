package dev.anyarch.bake.hcl;

import dev.anyarch.bake.source.BakeException;
import java.util.List;

/** A function of the language. */
@FunctionalInterface
public interface Function {
    /**
     * What the function comes to.
     *
     * @throws IllegalArgumentException when an argument is not what the function takes; the caller adds the place
     * @throws BakeException when the body of a function fails, with its place
     */
    Value call(List<Value> arguments) throws BakeException;

    /** {@code function} with so many arguments; {@code most} of -1 is any number. */
    static Function of(int fewest, int most, Function function) {
        return arguments -> {
            if (arguments.size() < fewest || most >= 0 && arguments.size() > most) {
                String expected = most == fewest
                        ? Integer.toString(fewest)
                        : most < 0 ? "at least " + fewest : "%d to %d".formatted(fewest, most);
                throw new IllegalArgumentException("expected %s argument%s, found %d".formatted(expected,
                        expected.equals("1") ? "" : "s", arguments.size()));
            }
            return function.call(arguments);
        };
    }
}
