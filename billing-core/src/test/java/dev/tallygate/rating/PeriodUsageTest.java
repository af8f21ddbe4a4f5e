package dev.tallygate.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.catalog.PlanParser;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.meter.Quantities;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PeriodUsageTest {
    private static final BillingPeriod MARCH = BillingPeriod.monthContaining(Instant.parse("2026-03-01T00:00:00Z"));
    private static final Instant ELEVENTH = Instant.parse("2026-03-11T00:00:00Z");

    @Test
    void windowsComeInTheOrderOfTime() {
        WindowUsage first = window(MARCH.start(), "USD");
        WindowUsage second = window(ELEVENTH, "USD");

        assertThat(new PeriodUsage(MARCH, List.of(first, second)).windows()).containsExactly(first, second);
        assertThatThrownBy(() -> new PeriodUsage(MARCH, List.of(second, first)))
                .hasMessage("window_start: 2026-03-01T00:00:00Z (expected: after 2026-03-11T00:00:00Z)");
        assertThatThrownBy(() -> new PeriodUsage(MARCH, List.of(first, first)))
                .hasMessage("window_start: 2026-03-01T00:00:00Z (expected: after 2026-03-01T00:00:00Z)");
    }

    @Test
    void allWindowsAreOfOneCurrency() {
        List<WindowUsage> mixed = List.of(window(MARCH.start(), "USD"), window(ELEVENTH, "NGN"));

        assertThatThrownBy(() -> new PeriodUsage(MARCH, mixed))
                .hasMessage("currency: NGN (expected: USD in the whole period)");
    }

    @Test
    void usageIsAddedToOneWindow() {
        PeriodUsage usage = new PeriodUsage(MARCH, List.of(window(MARCH.start(), "USD"), window(ELEVENTH, "USD")));

        PeriodUsage more = usage.plus(ELEVENTH, "m", requests(5)).plus(ELEVENTH, "m", requests(2));

        assertThat(more.windows().getFirst().byModel()).isEmpty();
        assertThat(more.windows().getLast().byModel()).isEqualTo(Map.of("m", requests(7)));
        assertThat(usage.windows().getLast().byModel()).isEmpty();
    }

    private static WindowUsage window(Instant start, String currency) {
        String yaml = "plan: p\ncurrency: " + currency + "\ncharges: [{id: c, meter: requests, price: 1}]";
        return new WindowUsage(
                start, new PlanVersion(1, 1, PlanParser.parse(yaml).getFirst().plan()), new TreeMap<>());
    }

    private static Quantities requests(long quantity) {
        return Quantities.builder().requests(quantity).build();
    }
}
