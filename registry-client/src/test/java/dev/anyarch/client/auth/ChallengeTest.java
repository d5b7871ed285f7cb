package dev.anyarch.client.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChallengeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        Basic realm="r"                                              | [basic {realm=r}]
        basic                                                        | [basic {}]
        Bearer realm="https://t/token",service="s",scope="a:b:pull"  | [bearer {realm=https://t/token, scope=a:b:pull, service=s}]
        Bearer realm="https://t/token" , service = "s"               | [bearer {realm=https://t/token, service=s}]
        Bearer realm=https://t/token,service=s                       | [bearer {realm=https://t/token, service=s}]
        Bearer realm="a,b",scope="repository:x:pull,push"            | [bearer {realm=a,b, scope=repository:x:pull,push}]
        Bearer realm="say \\"hi\\" \\\\"                             | [bearer {realm=say "hi" \\}]
        Basic realm="b", Bearer realm="t",service="s"                | [basic {realm=b}, bearer {realm=t, service=s}]
        Negotiate, Basic realm="b"                                   | [negotiate {}, basic {realm=b}]
        Negotiate YWJj==, Basic realm="b"                            | [negotiate {}, basic {realm=b}]
        BEARER REALM="t"                                             | [bearer {realm=t}]
        Bearer realm="unterminated                                   | [bearer {realm=unterminated}]
        Bearer realm="t",,service="s"                                | [bearer {realm=t, service=s}]
        Bearer error="insufficient_scope",realm="t"                  | [bearer {error=insufficient_scope, realm=t}]
        """)
    void challengesAreRead(String header, String expected) {
        assertThat(Challenge.parseAll(List.of(header)).toString()).isEqualTo(expected);
    }

    @Test
    void nonsenseIsNoChallenge() {
        assertThat(Challenge.parseAll(List.of("", "  ", ",,,", "\"", "==="))).isEmpty();
    }

    @Test
    void bearerGoesBeforeBasic() {
        assertThat(Challenge.choose(Challenge.parseAll(List.of("Basic realm=\"b\"", "Bearer realm=\"t\"")))
                .orElseThrow()
                .scheme()).isEqualTo("bearer");
        assertThat(Challenge.choose(Challenge.parseAll(List.of("Bearer", "Basic realm=\"b\""))).orElseThrow().scheme())
                .isEqualTo("basic");
        assertThat(Challenge.choose(Challenge.parseAll(List.of("Negotiate")))).isEmpty();
    }
}
