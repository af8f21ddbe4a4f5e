package dev.tallygate.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeterMarksTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private record Event(long quantity, String subject, Instant usageTime, String eventId) {

        OwnReport report() {
            return new OwnReport(Map.of("m", quantity), subject, usageTime, eventId);
        }
    }

    @ParameterizedTest
    @EnumSource(Aggregation.class)
    @DisplayName("invariant 2: events in any order, some voided, come to the aggregation of those that remain")
    void comesToTheAggregationOfWhatRemains(Aggregation aggregation) {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Event> remaining = new ArrayList<>();
            Quantities total = Quantities.ZERO;
            for (int i = 0; i < 150; i++) {
                Event event = new Event(
                        random.nextInt(12),
                        "s" + random.nextInt(120),
                        NOON.plusNanos(1_000L * random.nextInt(60)),
                        "e" + i);
                total = total.plus(event.report().counted(meter -> aggregation));
                remaining.add(event);
                if (random.nextInt(3) == 0) {
                    Event voided = remaining.remove(random.nextInt(remaining.size()));
                    total = total.plus(new OwnReport(
                                    Map.of("m", -voided.quantity()),
                                    voided.subject(),
                                    voided.usageTime(),
                                    voided.eventId())
                            .takenAway(meter -> aggregation));
                }
                assertThat(total.quantityOf("m"))
                        .as("seed %d, event %d of %s", seed, i, aggregation)
                        .isEqualTo(naive(aggregation, remaining));
            }
            Quantities inAnotherOrder = Quantities.ZERO;
            for (Event event : remaining.reversed()) {
                inAnotherOrder = event.report().counted(meter -> aggregation).plus(inAnotherOrder);
            }
            assertThat(inAnotherOrder).as("seed %d", seed).isEqualTo(total);
            assertThat(total.plus(inAnotherOrder.negated()).isZero()).isTrue();
        }
    }

    private static long naive(Aggregation aggregation, List<Event> events) {
        return switch (aggregation) {
            case SUM -> events.stream().mapToLong(Event::quantity).sum();
            case COUNT -> events.stream().filter(event -> event.quantity() > 0).count();
            case MAX -> events.stream().mapToLong(Event::quantity).max().orElse(0);
            case LATEST ->
                events.stream()
                        .max(Comparator.comparing(Event::usageTime).thenComparing(Event::eventId))
                        .map(Event::quantity)
                        .orElse(0L);
            case UNIQUE ->
                events.stream()
                        .filter(event -> event.quantity() > 0)
                        .map(Event::subject)
                        .distinct()
                        .count();
        };
    }

    @Test
    void aReportOfNothingIsTheLatestToo() {
        Quantities five = new Event(5, "", NOON, "e1").report().counted(meter -> Aggregation.LATEST);
        Quantities none = new Event(0, "", NOON.plusSeconds(1), "e0").report().counted(meter -> Aggregation.LATEST);

        assertThat(none.isZero()).isFalse();
        assertThat(none.ownQuantities()).isEqualTo(Map.of("m", 0L));
        assertThat(five.plus(none).quantityOf("m")).isZero();
    }

    @Test
    void whatAVoidTakesAwayIsBelowZero() {
        Quantities five = new Event(5, "ann", NOON, "e1").report().counted(meter -> Aggregation.MAX);

        assertThat(five.negated().quantityOf("m")).isEqualTo(-5);
    }

    @Test
    void timesAreComparedToTheMicrosecond() {
        Quantities later = new Event(1, "", Instant.parse("2026-03-02T12:00:00.000010Z"), "a")
                .report()
                .counted(meter -> Aggregation.LATEST);
        Quantities earlier = new Event(2, "", Instant.parse("2026-03-02T12:00:00.000009Z"), "z")
                .report()
                .counted(meter -> Aggregation.LATEST);

        assertThat(later.plus(earlier).quantityOf("m")).isEqualTo(1);
    }

    @Test
    void marksOfTwoAggregationsAreNeverAdded() {
        Quantities max = new Event(1, "", NOON, "a").report().counted(meter -> Aggregation.MAX);
        Quantities unique = new Event(1, "", NOON, "a").report().counted(meter -> Aggregation.UNIQUE);

        assertThatThrownBy(() -> max.plus(unique))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: MAX");
    }

    @Test
    void noHoldCoversWhatIsMarked() {
        Quantities used = new Event(1, "", NOON, "a").report().counted(meter -> Aggregation.MAX);

        assertThat(HeldQuantities.of(new TreeMap<>(Map.of("m", 10L))).covers(used))
                .isFalse();
    }
}
