package dev.anyarch.builder.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandWorkTest {

    @ParameterizedTest
    @CsvSource(delimiter = '\t', quoteCharacter = '\0', textBlock = """
        go build ./...	COMPILE
        cd src && make -j4	COMPILE
        apt-get update && apt-get install -y gcc make && ./configure && make	COMPILE
        ./mvnw -q package	COMPILE
        npm ci && npm run build	COMPILE
        apt-get install -y --no-install-recommends gcc make	PACKAGE
        apk add --no-cache go	PACKAGE
        apt-get update; apt-get -qq install git	PACKAGE
        pip install -r requirements.txt	PACKAGE
        curl -sSL https://h/x | tar xz	DOWNLOAD
        git clone https://h/x	DOWNLOAD
        go mod download	DOWNLOAD
        CGO_ENABLED=1 xx-go build ./cmd	COMPILE
        pip wheel -w /wheels -r requirements.txt	COMPILE
        uv sync --frozen	PACKAGE
        poetry install --no-root	PACKAGE
        useradd app	SCRIPT
        echo making	SCRIPT
        rm -rf /var/cache/apt	SCRIPT
        """)
    void theDearestOfWhatACommandDoesCounts(String command, CommandWork work) {
        assertThat(CommandWork.of(command)).isEqualTo(work);
    }

    @ParameterizedTest
    @ValueSource(strings = {"npm ci", "pip install --no-cache-dir x", "pip3 wheel .", "uv pip install x",
        "yarn install"})
    void packagesOfLanguagesMayHaveNativeCode(String command) {
        assertThat(CommandWork.bringsNativeCode(command)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"npm run build", "apt-get install npm", "go mod download"})
    void otherCommandsBringNone(String command) {
        assertThat(CommandWork.bringsNativeCode(command)).isFalse();
    }
}
