package dev.berth.runtime.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
    @Test
    void table_columns_areAligned() {
        Table table = new Table("NETWORK ID", "NAME", "SCOPE");
        table.add(List.of("4afc992a91dd", "bridge", "local"));
        assertThat(table.text()).isEqualTo("""
                NETWORK ID     NAME      SCOPE
                4afc992a91dd   bridge    local
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0B, 0B, 0B",
        "999, 999B, 999B, 999B",
        "1000, 1kB, 1kB, 1000B",
        "1984123, 1.98MB, 1.984MB, 1.892MiB",
        "1073741824, 1.07GB, 1.074GB, 1GiB"
    })
    void sizes_bytes_areScaled(double bytes, String human, String precise, String binary) {
        assertThat(Sizes.human(bytes)).isEqualTo(human);
        assertThat(Sizes.precise(bytes)).isEqualTo(precise);
        assertThat(Sizes.binary(bytes)).isEqualTo(binary);
    }

    @ParameterizedTest
    @CsvSource({
        "0, Less than a second",
        "1, 1 second",
        "59, 59 seconds",
        "60, About a minute",
        "150, 2 minutes",
        "3600, About an hour",
        "7200, 2 hours",
        "172800, 2 days",
        "1209600, 2 weeks",
        "5184000, 2 months",
        "63072000, 2 years"
    })
    void ago_seconds_areWords(long seconds, String words) {
        assertThat(Ago.words(Duration.ofSeconds(seconds))).isEqualTo(words);
    }

    @Test
    void ago_timeNotSet_isNotAvailable() {
        assertThat(Ago.since(Instant.EPOCH, Instant.ofEpochSecond(9))).isEqualTo("N/A");
    }

    private static Listing listing() {
        Listing listing = new Listing("*t.row", Map.of("ID", "THE ID", "Name", "NAME"), List.of("ID", "Name"));
        listing.add(Map.of("ID", "1", "Name", "one"));
        return listing;
    }

    @Test
    void listing_formats_areDockers() {
        assertThat(listing().text("")).isEqualTo("THE ID    NAME\n1         one\n");
        assertThat(listing().text("{{.Name}}\\t{{.ID}}")).isEqualTo("one\t1\n");
        assertThat(listing().text("table {{.Name}}\\t{{.ID}}")).isEqualTo("NAME      THE ID\none       1\n");
        assertThat(listing().text("json")).contains("\"ID\":\"1\"");
    }

    @Test
    void listing_unknownColumn_isRefused() {
        assertThatThrownBy(() -> listing().text("{{.X}}"))
                .hasMessage("failed to execute template: template: :1:2: executing \"\" at <.X>: can't evaluate field X"
                        + " in type *t.row");
    }
}
