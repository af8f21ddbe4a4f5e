package dev.tallygate.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.money.Money;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ListingTest {
    private static final Currency USD = Currency.getInstance("USD");

    private record Row(String name, Money total, long count, Optional<Instant> paid) {}

    private static final Listing<Row> LISTING = new Listing<Row>()
            .column("name", Row::name)
            .column("total", Row::total)
            .column("event_count", Row::count)
            .column("paid_time", Row::paid);

    private static final List<Row> ROWS = List.of(
            new Row("acme", new Money(123456750, USD), 1_000, Optional.of(Instant.parse("2026-03-01T00:00:00Z"))),
            new Row("b", new Money(-5, USD), 7, Optional.empty()));

    @Test
    void figuresEndAtTheRightAndTextsBeginAtTheLeft() {
        assertThat(printed(ROWS, "")).isEqualTo("""
                NAME         TOTAL  EVENT COUNT  PAID TIME
                acme  1,234,567.50 USD        1,000  2026-03-01T00:00:00Z
                b            -0.05 USD            7
                """.replace("NAME         TOTAL", "NAME             TOTAL"));
    }

    @Test
    void jsonHasTheSameNamesAndExactMoney() {
        assertThat(printed(List.of(ROWS.getFirst()), "--json").replaceAll("\\s", ""))
                .isEqualTo("[{\"name\":\"acme\",\"total\":{\"amount\":\"1234567.50\",\"currency_code\":\"USD\"},"
                        + "\"event_count\":1000,\"paid_time\":\"2026-03-01T00:00:00Z\"}]");
    }

    @Test
    void nothingIsSaidInAWordAndAnEmptyArray() {
        assertThat(printed(List.of(), "")).isEqualTo("none\n");
        assertThat(printed(List.of(), "--json").strip()).isIn("[ ]", "[]");
    }

    @Test
    void allTwelvePlacesOfACostArePrinted() {
        Listing<BigDecimal> costs = new Listing<BigDecimal>().column("cost", cost -> cost);
        StringWriter out = new StringWriter();

        costs.printOne(new BigDecimal("412345.333333333333"), new JsonOption(), new PrintWriter(out, true));

        assertThat(out.toString()).isEqualTo("cost  412,345.333333333333\n");
    }

    private static String printed(List<Row> rows, String option) {
        JsonOption format = new JsonOption();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("json", CommandLine.Model.CommandSpec.forAnnotatedObject(format)))
                .parseArgs(option.isEmpty() ? new String[0] : new String[] {option});
        StringWriter out = new StringWriter();
        LISTING.print(rows, format, new PrintWriter(out, true));
        return out.toString();
    }
}
