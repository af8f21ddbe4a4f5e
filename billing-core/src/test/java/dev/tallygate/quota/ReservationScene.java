package dev.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestCore;
import dev.tallygate.TestDatabase;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.ledger.OverCap;
import dev.tallygate.ledger.PeriodFigures;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.ledger.PeriodLedger.Closing;
import dev.tallygate.ledger.PeriodRepository;
import dev.tallygate.ledger.PeriodState;
import dev.tallygate.ledger.RunningPeriod;
import dev.tallygate.meter.HeldQuantities;
import dev.tallygate.reservation.HoldBook;
import dev.tallygate.reservation.HoldVerifier;
import dev.tallygate.reservation.Reservation;
import dev.tallygate.reservation.ReservationState;
import dev.tallygate.usage.EventResult;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.UsageRecorder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A core on a database of its own, with customer {@code acme} on the plan {@code capped} (10 USD, hard); each test begins anew. */
final class ReservationScene implements BeforeEachCallback, AfterAllCallback {

    static final String START = "2026-03-15T12:00:00Z";
    static final String PLANS = """
            plan: capped
            currency: USD
            spend_cap: {amount: 10.00, kind: hard}
            models: {paid: ["paid*"], free: ["gratis"]}
            charges:
              - {id: input, meter: tokens_in, per: 1, price: {paid: 1.00, free: 0}}
              - {id: output, meter: tokens_out, per: 1, price: {paid: 2.00, free: 0}}
            ---
            plan: dearer
            currency: USD
            spend_cap: {amount: 12.00, kind: hard}
            charges:
              - {id: input, meter: tokens_in, per: 1, price: 2.00}
            ---
            plan: included
            currency: USD
            charges:
              - {id: tokens, meter: [tokens_in, tokens_out], per: 1, price: 0}
              - {id: gpu, meter: compute_millis, per: 1, price: 0.01}
            allowances:
              - {id: hundred, charges: [tokens], quantity: 100, kind: hard}
            ---
            plan: warned
            currency: USD
            unpriced: allow
            spend_cap: {amount: 10.00, kind: soft}
            charges:
              - {id: input, meter: tokens_in, per: 1, price: {"paid*": 1.00}}
            """;

    private final TestDatabase database = TestDatabase.create();
    private final SettableClock clock = SettableClock.at(START);
    private final TestCore core = TestCore.start(database, clock);

    static ReservationScene create() {
        return new ReservationScene();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        database.clear();
        clock.set(START);
        core.publish(PLANS);
        core.subscribe("acme", "capped", "2026-01-01T00:00:00Z");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        core.close();
        database.afterAll(context);
    }

    TestDatabase database() {
        return database;
    }

    SettableClock clock() {
        return clock;
    }

    TestCore core() {
        return core;
    }

    /** Asks {@code acme}'s quota for input tokens of the model {@code paid}, at 1 USD each, for 5 minutes. */
    ReserveAnswer reserve(String reservationId, long tokensIn) {
        return reserve("acme", reservationId, "paid", Map.of("tokens_in", tokensIn), null);
    }

    ReserveAnswer reserve(
            String customerId,
            String reservationId,
            String modelId,
            Map<String, Long> quantities,
            @Nullable Duration ttl) {
        ReserveRequest request = new ReserveRequest(customerId, reservationId, modelId, new TreeMap<>(quantities), ttl);
        return core.get(QuotaReserver.class)
                .reserve(request, Instant.MAX)
                .toCompletableFuture()
                .join();
    }

    /** The state that the release answers; null = there is no such reservation. */
    @Nullable
    ReservationState release(String reservationId) {
        return core.get(QuotaReserver.class)
                .release("acme", reservationId, Instant.MAX)
                .toCompletableFuture()
                .join()
                .map(Reservation::state)
                .orElse(null);
    }

    CheckAnswer check(String customerId, String modelId, Map<String, Long> quantities) {
        return core.get(QuotaLedger.class)
                .check(new CheckRequest(customerId, modelId, new TreeMap<>(quantities)))
                .toCompletableFuture()
                .join();
    }

    /** Usage of {@code acme} now, of the model {@code paid}; an empty id names no reservation. */
    UsageEvent.Builder event(String eventId, String reservationId, long tokensIn) {
        return UsageEvent.builder(eventId, "acme")
                .usageTime(clock.instant())
                .modelId("paid")
                .tokensIn(tokensIn)
                .reservationId(reservationId);
    }

    EventResult record(UsageEvent.Builder event) {
        return core.get(UsageRecorder.class)
                .record(List.of(event.build()))
                .toCompletableFuture()
                .join()
                .getFirst();
    }

    EventResult use(String eventId, String reservationId, long tokensIn) {
        return record(event(eventId, reservationId, tokensIn));
    }

    long keyOf(String customerId) {
        return core.get(CustomerRegistry.class).require(customerId).customerKey();
    }

    Gate gateOf(String customerId) {
        long key = keyOf(customerId);
        return Objects.requireNonNull(
                core.get(GateRepository.class).read(List.of(key)).get(key));
    }

    /** Closes the period that {@code acme}'s gate carries, as the bill does. */
    void closeRunningPeriod() {
        Gate gate = gateOf("acme");
        RunningPeriod running = Objects.requireNonNull(gate.running(), "no running period");
        Closing closing = new Closing(PeriodState.CLOSED, 0, gate.nextSeq(), clock.instant(), gate.nextSeq());
        core.get(PeriodRepository.class)
                .save(List.of(PeriodLedger.open(gate.customerKey(), running.period(), running.figures())
                        .withClosing(closing)));
        core.get(GateRepository.class).save(List.of(gate.withoutRunning().afterSeq()));
    }

    /** The figures of one of {@code acme}'s periods, from the gate or from its row. */
    PeriodFigures figures(String periodStart) {
        return figures("acme", periodStart);
    }

    PeriodFigures figures(String customerId, String periodStart) {
        Instant start = Instant.parse(periodStart);
        RunningPeriod running = gateOf(customerId).running();
        if (running != null && running.period().start().equals(start)) {
            return running.figures();
        }
        PeriodKey key = new PeriodKey(keyOf(customerId), start);
        PeriodLedger stored =
                core.get(PeriodRepository.class).read(List.of(key)).get(key);
        return Objects.requireNonNull(stored, "no figures").figures();
    }

    /** By cause, without zeros: {@code UNRESERVED=4}. */
    String overCap(String periodStart) {
        return overCap("acme", periodStart);
    }

    String overCap(String customerId, String periodStart) {
        Map<OverCap.Cause, BigDecimal> causes =
                new TreeMap<>(figures(customerId, periodStart).overCap().byCause());
        causes.values().removeIf(cost -> cost.signum() == 0);
        StringBuilder text = new StringBuilder();
        causes.forEach((cause, cost) -> text.append(text.isEmpty() ? "" : " ")
                .append(cause)
                .append('=')
                .append(cost.stripTrailingZeros().toPlainString()));
        return text.toString();
    }

    /** What {@code acme} holds of input tokens in the month, after the books were found to agree. */
    long heldTokensIn(String periodStart) {
        return heldTokensIn("acme", periodStart);
    }

    long heldTokensIn(String customerId, String periodStart) {
        Gate gate = gateOf(customerId);
        Instant start = Instant.parse(periodStart);
        assertThat(core.get(HoldVerifier.class).differences(gate, start)).isEmpty();
        PeriodKey period = new PeriodKey(gate.customerKey(), start);
        SortedMap<String, HeldQuantities> held = core.get(HoldBook.class)
                .heldIn(Map.of(period, gate.holds()), clock.instant())
                .get(period);
        return held == null
                ? 0
                : held.values().stream()
                        .mapToLong(most -> most.mostOf("tokens_in"))
                        .sum();
    }
}
