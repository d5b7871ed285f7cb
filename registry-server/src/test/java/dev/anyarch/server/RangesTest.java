package dev.anyarch.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        bytes=0-0                   | 10 | Part[offset=0, length=1]
        bytes=2-4                   | 10 | Part[offset=2, length=3]
        bytes=2-                    | 10 | Part[offset=2, length=8]
        bytes=9-99999999999999999999 | 10 | Part[offset=9, length=1]
        bytes=-3                    | 10 | Part[offset=7, length=3]
        bytes=-30                   | 10 | Part[offset=0, length=10]
        bytes=0-0,2-3               | 10 | Whole[]
        bytes=-                     | 10 | Whole[]
        bytes=a-b                   | 10 | Whole[]
        lines=0-1                   | 10 | Whole[]
        bytes=10-                   | 10 | Unsatisfiable[]
        bytes=5-4                   | 10 | Unsatisfiable[]
        bytes=99999999999999999999- | 10 | Unsatisfiable[]
        bytes=-0                    | 10 | Unsatisfiable[]
        bytes=0-0                   | 0  | Unsatisfiable[]
        bytes=-1                    | 0  | Unsatisfiable[]
        """)
    void aRangeOfABlobIsAPartOfIt(String header, long size, String expected) {
        assertThat(ByteRange.parse(header, size)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        0-0             | 0 | 1
        5-9             | 5 | 5
        bytes 5-9/*     | 5 | 5
        bytes 5-9/100   | 5 | 5
        """)
    void aChunkSaysWhereItGoes(String header, long first, long length) throws Refusal {
        ChunkRange range = ChunkRange.parse(header);
        assertThat(range.first()).isEqualTo(first);
        assertThat(range.length()).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1-", "-1", "5-4", "a-b", "-1-5", "0-9223372036854775807",
        "9223372036854775808-9223372036854775809", "0-1,2-3", "lines 0-1"})
    void aChunkThatGoesNowhereIsRefused(String header) {
        assertThatThrownBy(() -> ChunkRange.parse(header)).isInstanceOfSatisfying(Refusal.class,
                refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BLOB_UPLOAD_INVALID));
    }
}
