package dev.anyarch.bake.hcl;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Functions of numbers and of truth. */
final class NumberFunctions {
    private static final int MAX_EXPONENT = 10_000;

    private NumberFunctions() {}

    static void addTo(Map<String, Function> all) {
        all.put("absolute", one(BigDecimal::abs));
        all.put("ceil", one(number -> number.setScale(0, RoundingMode.CEILING)));
        all.put("floor", one(number -> number.setScale(0, RoundingMode.FLOOR)));
        all.put("int", one(number -> number.setScale(0, RoundingMode.DOWN)));
        all.put("negate", one(BigDecimal::negate));
        all.put("signum", one(number -> BigDecimal.valueOf(number.signum())));
        all.put("add", two((a, b) -> Operators.arithmetic('+', a, b)));
        all.put("subtract", two((a, b) -> Operators.arithmetic('-', a, b)));
        all.put("multiply", two((a, b) -> Operators.arithmetic('*', a, b)));
        all.put("divide", two((a, b) -> Operators.arithmetic('/', a, b)));
        all.put("modulo", two((a, b) -> Operators.arithmetic('%', a, b)));
        all.put("pow", two(NumberFunctions::power));
        all.put("log", two((a, b) -> BigDecimal.valueOf(Math.log(a.doubleValue()) / Math.log(b.doubleValue()))));
        all.put("max", Function.of(1, -1, arguments -> new Value.Numeric(
                numbers(arguments).stream().max(Comparator.naturalOrder()).orElseThrow())));
        all.put("min", Function.of(1, -1, arguments -> new Value.Numeric(
                numbers(arguments).stream().min(Comparator.naturalOrder()).orElseThrow())));
        all.put("parseint", Function.of(2, 2, arguments -> parse(Conversion.text(arguments.getFirst()),
                Conversion.integer(arguments.getLast()))));
        for (Map.Entry<String, String> operator : Map.of("equal", "==", "notequal", "!=", "lessthan", "<",
                "lessthanorequalto", "<=", "greaterthan", ">", "greaterthanorequalto", ">=").entrySet()) {
            all.put(operator.getKey(), Function.of(2, 2,
                    arguments -> Operators.binary(operator.getValue(), arguments.getFirst(), arguments.getLast())));
        }
        all.put("and", Function.of(2, 2, arguments -> Value.of(Conversion.flag(arguments.getFirst())
                && Conversion.flag(arguments.getLast()))));
        all.put("or", Function.of(2, 2, arguments -> Value.of(Conversion.flag(arguments.getFirst())
                || Conversion.flag(arguments.getLast()))));
        all.put("not", Function.of(1, 1, arguments -> Value.of(!Conversion.flag(arguments.getFirst()))));
    }

    private static Function one(UnaryOperator<BigDecimal> operator) {
        return Function.of(1, 1,
                arguments -> new Value.Numeric(operator.apply(Conversion.number(arguments.getFirst()))));
    }

    private static Function two(BinaryOperator<BigDecimal> operator) {
        return Function.of(2, 2, arguments -> new Value.Numeric(operator
                .apply(Conversion.number(arguments.getFirst()), Conversion.number(arguments.getLast()))));
    }

    private static List<BigDecimal> numbers(List<Value> arguments) {
        return arguments.stream().map(Conversion::number).toList();
    }

    private static BigDecimal power(BigDecimal base, BigDecimal exponent) {
        try {
            int whole = exponent.intValueExact();
            if (Math.abs(whole) <= MAX_EXPONENT) {
                return base.pow(whole, Operators.PRECISION);
            }
        } catch (ArithmeticException _) {
            // a fraction: the power is irrational anyway
        }
        return new BigDecimal(Math.pow(base.doubleValue(), exponent.doubleValue()), Operators.PRECISION);
    }

    private static Value parse(String text, int base) {
        try {
            return new Value.Numeric(new BigDecimal(new BigInteger(text, base)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a whole number of base %d, found '%s'".formatted(base, text),
                    e);
        }
    }
}
