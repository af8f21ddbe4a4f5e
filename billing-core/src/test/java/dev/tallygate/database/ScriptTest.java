package dev.tallygate.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a value is, the database holds it as it was. */
class ScriptTest {

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private record Values(String id, long number, BigDecimal decimal, Instant time) {}

    @BeforeAll
    static void makeTable() {
        DATABASE.jdbcTemplate()
                .execute("create table written (no int not null primary key, id varbinary(4000), number bigint,"
                        + " amount decimal(38,12), at_time datetime(6))");
    }

    @BeforeEach
    void emptyTable() {
        DATABASE.jdbcTemplate().update("delete from written");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'",
                "\\",
                "\\'",
                "x');drop table written;--",
                "\u0000",
                "ü\uD83D\uDE00",
                "\"`%_?:a{b}",
                "/*",
                "\r\n\u001a"
            })
    void hostileTextStaysText(String text) {
        assertKept(List.of(new Values(text, 0, BigDecimal.ZERO, Instant.parse("2026-01-31T23:59:59.000001Z"))));
    }

    @Test
    void tenThousandRandomValuesComeBackAsTheyWere() {
        Random random = new Random(20261125);
        List<Values> values = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            values.add(new Values(
                    text(random),
                    random.nextLong(),
                    new BigDecimal(new BigInteger(120, random), 12)
                            .multiply(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1)),
                    Instant.ofEpochSecond(random.nextLong(0, 4_000_000_000L), random.nextLong(0, 1_000_000) * 1_000)));
        }
        assertKept(values);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(40); left > 0; left--) {
            text.appendCodePoint(
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(0x20);
                        case 1 -> "'\"\\;`-#%x".charAt(random.nextInt(9));
                        case 2 -> 0x20 + random.nextInt(0x5f);
                        default -> 0xE000 + random.nextInt(0x1000);
                    });
        }
        return text.toString();
    }

    private static void assertKept(List<Values> values) {
        Script script = new Script();
        AtomicInteger numbers = new AtomicInteger();
        script.insert(
                "insert into written (no, id, number, amount, at_time) values",
                values,
                (value, row) -> row.number(numbers.getAndIncrement())
                        .id(value.id())
                        .number(value.number())
                        .decimal(value.decimal())
                        .time(value.time()),
                "");
        script.run(DATABASE.jdbcTemplate());
        List<Values> kept = DATABASE.jdbcTemplate()
                .query(
                        "select id, number, amount, at_time from written order by no",
                        (row, number) -> new Values(
                                new String(row.getBytes("id"), StandardCharsets.UTF_8),
                                row.getLong("number"),
                                row.getBigDecimal("amount"),
                                row.getObject("at_time", LocalDateTime.class).toInstant(ZoneOffset.UTC)));
        assertThat(kept).hasSameSizeAs(values);
        for (int i = 0; i < values.size(); i++) {
            assertThat(kept.get(i).id()).isEqualTo(values.get(i).id());
            assertThat(kept.get(i).number()).isEqualTo(values.get(i).number());
            assertThat(kept.get(i).decimal()).isEqualByComparingTo(values.get(i).decimal());
            assertThat(kept.get(i).time()).isEqualTo(values.get(i).time());
        }
    }
}
