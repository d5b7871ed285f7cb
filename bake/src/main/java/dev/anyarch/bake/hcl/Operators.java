package dev.anyarch.bake.hcl;

import java.math.BigDecimal;
import java.math.MathContext;

/** What the operators do; those of truth are the evaluator's, as they leave out what does not matter. */
final class Operators {
    /** As precise as the language's own numbers of 512 bits. */
    static final MathContext PRECISION = new MathContext(154);

    private Operators() {}

    static Value unary(char operator, Value operand) {
        return operator == '-'
                ? new Value.Numeric(Conversion.number(operand).negate())
                : Value.of(!Conversion.flag(operand));
    }

    static Value binary(String operator, Value left, Value right) {
        return switch (operator) {
            case "==" -> Value.of(left.equals(right));
            case "!=" -> Value.of(!left.equals(right));
            case "<" -> Value.of(compare(left, right) < 0);
            case "<=" -> Value.of(compare(left, right) <= 0);
            case ">" -> Value.of(compare(left, right) > 0);
            case ">=" -> Value.of(compare(left, right) >= 0);
            default -> new Value.Numeric(
                    arithmetic(operator.charAt(0), Conversion.number(left), Conversion.number(right)));
        };
    }

    private static int compare(Value left, Value right) {
        return Conversion.number(left).compareTo(Conversion.number(right));
    }

    static BigDecimal arithmetic(char operator, BigDecimal left, BigDecimal right) {
        return switch (operator) {
            case '+' -> left.add(right, PRECISION);
            case '-' -> left.subtract(right, PRECISION);
            case '*' -> left.multiply(right, PRECISION);
            case '/' -> left.divide(requireNonZero(right), PRECISION);
            case '%' -> left.remainder(requireNonZero(right));
            default -> throw new IllegalArgumentException("unknown operator '%s'".formatted(operator));
        };
    }

    private static BigDecimal requireNonZero(BigDecimal divisor) {
        if (divisor.signum() == 0) {
            throw new ArithmeticException("division by zero");
        }
        return divisor;
    }
}
