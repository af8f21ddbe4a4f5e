package dev.tallygate.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.time.BillingPeriod;
import dev.tallygate.usage.EventResult;
import dev.tallygate.usage.PeriodChange;
import dev.tallygate.usage.RecordedEvent;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.UsageReader;
import dev.tallygate.usage.UsageRecorder;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What a scenario says of wrong usage and wrong prices; the words are explained in {@code scenarios/README.md}. */
final class CorrectionVerbs {
    static final Set<String> NAMES = Set.of("void", "amend", "rerate");

    private final BillingWorld world;
    private final Map<String, Consumer<ScenarioLine>> verbs =
            Map.of("void", this::voiding, "amend", this::amend, "rerate", this::rerate);
    private int corrections;

    CorrectionVerbs(BillingWorld world) {
        this.world = world;
    }

    /** Empty where it is no verb of corrections. */
    Optional<Consumer<ScenarioLine>> find(String verb) {
        return Optional.ofNullable(verbs.get(verb));
    }

    /** {@code void acme event 2}, and behind it {@code costs -5} or {@code rejected ALREADY_VOIDED}. */
    private void voiding(ScenarioLine line) {
        String customerId = line.word("a customer");
        String eventId = eventId(line);
        corrections++;
        expect(line, record(List.of(voiding(customerId, eventId))).getFirst());
    }

    /** {@code amend acme event 2 to tokens_in 100}; behind it what is expected of the event that takes its place. */
    private void amend(ScenarioLine line) {
        String customerId = line.word("a customer");
        String eventId = eventId(line);
        line.requires("to");
        RecordedEvent wrong = world.bean(UsageReader.class)
                .event(world.customerKey(customerId), eventId)
                .orElseThrow(() -> line.wrong(eventId, "an event of the customer"));
        corrections++;
        UsageEvent second = UsageEvent.builder("amended" + corrections, customerId)
                .correctsEventId(eventId)
                .modelId(wrong.event().modelId())
                .usageTime(wrong.event().usedAt().orElseThrow())
                .quantity(line.word("a meter"), line.quantity())
                .build();
        expect(line, record(List.of(voiding(customerId, eventId), second)).getLast());
    }

    /** {@code rerate acme to pro in 2026-03}: to the plan's latest version; behind it {@code costs 13 before 5}. */
    private void rerate(ScenarioLine line) {
        String customerId = line.word("a customer");
        line.requires("to");
        String planId = line.word("a plan");
        line.requires("in");
        BillingPeriod month = BillingPeriod.month(YearMonth.parse(line.word("a month")));
        List<PeriodChange> changes = world.rerate(customerId, planId, month.label());
        assertThat(changes).as("line %d: re-rated", line.number()).hasSize(1);
        if (line.takes("costs")) {
            BigDecimal after = amount(line);
            line.requires("before");
            assertThat(changes.getFirst().costAfter())
                    .as("line %d", line.number())
                    .isEqualByComparingTo(after);
            assertThat(changes.getFirst().costBefore())
                    .as("line %d", line.number())
                    .isEqualByComparingTo(amount(line));
        }
    }

    private static String eventId(ScenarioLine line) {
        line.requires("event");
        return "e" + line.quantity();
    }

    private UsageEvent voiding(String customerId, String eventId) {
        return UsageEvent.builder("void" + corrections, customerId)
                .correctsEventId(eventId)
                .build();
    }

    private List<EventResult> record(List<UsageEvent> events) {
        return world.bean(UsageRecorder.class)
                .record(events)
                .toCompletableFuture()
                .join();
    }

    private static void expect(ScenarioLine line, EventResult result) {
        if (line.takes("rejected")) {
            String reason = line.word("a reason");
            assertThat(result.rejectionIfAny().map(why -> why.reason().name()))
                    .as("line %d", line.number())
                    .contains(reason);
            return;
        }
        assertThat(result.countedIfAny())
                .as("line %d: recorded, %s", line.number(), result)
                .isPresent();
        if (line.takes("costs")) {
            assertThat(result.countedIfAny().orElseThrow().cost())
                    .as("line %d: its cost", line.number())
                    .isEqualByComparingTo(amount(line));
        }
    }

    private static BigDecimal amount(ScenarioLine line) {
        return new BigDecimal(line.word("an amount").replace("_", ""));
    }
}
