package dev.anyarch.bake.hcl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourceText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.StringLength;

class ParserPropertyTest {
    private static final String[] PIECES = {"a", "target", " ", "\n", "=", "{", "}", "[", "]", "(", ")", "\"", "${",
        "%{", "for", "if", "in", "endif", "x", ":", "=>", "...", ",", ".", ".*", "[*]", "1", "1.5", "-", "!", "?",
        "&&", "<<-E\n", "\nE\n", "#", "/*", "*/", "\\", "é", "\0", "upper(", "try(", "~}"};

    @Property(tries = 3000)
    void anyTextIsABodyOrAnErrorWithItsPlace(@ForAll("texts") String text) throws BakeException {
        SourceText source = SourceText.of("f.hcl", text);
        try {
            for (Body.Attribute attribute : BodyParser.parse(source).attributes()) {
                Evaluator.evaluate(attribute.value(), Scope.EMPTY);
            }
        } catch (BakeException e) {
            assertThat(e.getMessage()).matches("(?s)f\\.hcl:\\d+:\\d+: .+");
            assertThat(e.place().offset()).isBetween(0, text.length());
        }
    }

    @Property(tries = 1000)
    void anyTextIsJsonOrAnError(@ForAll("texts") String text) throws BakeException {
        SourceText source = SourceText.of("f.json", "{\"target\":" + text);
        try {
            assertThat(JsonBody.parse(source, Set.of("target"), Set.of()).attributes()).isEmpty();
        } catch (BakeException e) {
            assertThat(e.getMessage()).matches("(?s)f\\.json:\\d+:\\d+: .+");
        }
    }

    @Property
    void aQuotedTextIsItself(@ForAll @StringLength(max = 40) String text) throws BakeException {
        String written = JsonValues.write(Value.of(text)).replace("${", "$${").replace("%{", "%%{");
        Value read = Evaluator.evaluate(BodyParser.parseExpression(SourceText.of("f", written)), Scope.EMPTY);
        assertThat(JsonValues.write(read)).isEqualTo(JsonValues.write(Value.of(text)));
    }

    @Property
    void aNumberIsItself(@ForAll @BigRange(min = "0", max = "99999999999") BigDecimal number) throws BakeException {
        assertThat(Evaluator.evaluate(BodyParser.parseExpression(SourceText.of("f", number.toPlainString())),
                Scope.EMPTY)).isEqualTo(new Value.Numeric(number));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(PIECES).list().ofMaxSize(25).map((List<String> pieces) -> String.join("", pieces));
    }
}
