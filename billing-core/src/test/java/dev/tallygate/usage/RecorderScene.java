package dev.tallygate.usage;

import dev.tallygate.SettableClock;
import dev.tallygate.TestCore;
import dev.tallygate.TestDatabase;
import dev.tallygate.catalog.MeterBook;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.ledger.PeriodLedger.Closing;
import dev.tallygate.ledger.PeriodRepository;
import dev.tallygate.ledger.PeriodState;
import dev.tallygate.ledger.RunningPeriod;
import dev.tallygate.rejection.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A core on a database of its own, with customer {@code acme} on the plan {@code standard}; each test begins anew. */
final class RecorderScene implements BeforeEachCallback, AfterAllCallback {

    static final String PLAN = """
            plan: standard
            name: Standard
            currency: USD
            spend_cap: {amount: 10.00, kind: hard}
            alerts: [80, 100]
            charges:
              - id: tokens
                meter: [tokens_in, tokens_out]
                per: 1_000
                graduated:
                  - {up_to: 1_000, price: 0}
                  - {price: 1.00}
              - {id: gpu, meter: compute_millis, per: 60_000, price: {"known": 0.02}}
            """;

    private static final String START = "2026-03-15T12:00:00Z";

    private final TestDatabase database = TestDatabase.create();
    private final SettableClock clock = SettableClock.at(START);
    private final TestCore core = TestCore.start(database, clock);

    static RecorderScene create() {
        return new RecorderScene();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        database.clear();
        clock.set(START);
        core.publish(PLAN);
        core.subscribe("acme", "standard", "2026-01-01T00:00:00Z");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        core.close();
        database.afterAll(context);
    }

    MeterBook meters() {
        return core.get(MeterBook.class);
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

    UsageRecorder recorder() {
        return core.get(UsageRecorder.class);
    }

    UsageEvent.Builder event(String eventId) {
        return UsageEvent.builder(eventId, "acme").usageTime(clock.instant());
    }

    UsageEvent.Builder whole(String eventId) {
        return event(eventId)
                .modelId("known")
                .modelProvider("openai")
                .tokensIn(100)
                .tokensInCached(40)
                .tokensInCacheWrite(60)
                .tokensOut(50)
                .tokensOutReasoning(50)
                .computeMillis(1_237)
                .own("images", 1)
                .own("quote\"d", 2)
                .subject("user ü")
                .reservationId("r1")
                .label("team", "\u00fcber\n\"x\"")
                .latencyMillis(12L);
    }

    UsageEvent.Builder seventeenMeters(UsageEvent.Builder event) {
        for (int i = 0; i < 17; i++) {
            event.own("meter" + i, 1);
        }
        return event;
    }

    EventResult record(UsageEvent event) {
        return record(core, event);
    }

    /** As another server on the same database records it. */
    static EventResult record(TestCore server, UsageEvent event) {
        return server.get(UsageRecorder.class)
                .record(List.of(event))
                .toCompletableFuture()
                .join()
                .getFirst();
    }

    Reason reasonOf(UsageEvent event) {
        return record(event).rejectionIfAny().orElseThrow().reason();
    }

    List<EventResult> recordAll(List<UsageEvent> events) {
        return recorder().record(events).toCompletableFuture().join();
    }

    long keyOf(String customerId) {
        return core.get(CustomerRegistry.class).require(customerId).customerKey();
    }

    Gate gateOf(String customerId) {
        return gateOfKey(keyOf(customerId));
    }

    Gate gateOfKey(long customerKey) {
        return Objects.requireNonNull(
                core.get(GateRepository.class).read(List.of(customerKey)).get(customerKey));
    }

    PeriodLedger periodOf(String customerId, String periodStart) {
        PeriodKey key = new PeriodKey(keyOf(customerId), Instant.parse(periodStart));
        return Objects.requireNonNull(
                core.get(PeriodRepository.class).read(List.of(key)).get(key));
    }

    /** Closes the period as the bill does: its figures leave the gate, and a seq is taken. */
    void close(String customerId, String periodStart) {
        Gate gate = gateOf(customerId);
        PeriodKey key = new PeriodKey(gate.customerKey(), Instant.parse(periodStart));
        RunningPeriod running = gate.runningPeriod()
                .filter(period -> period.period().start().equals(key.periodStart()))
                .orElse(null);
        PeriodLedger open = running == null
                ? Objects.requireNonNull(
                        core.get(PeriodRepository.class).read(List.of(key)).get(key))
                : PeriodLedger.open(gate.customerKey(), running.period(), running.figures());
        Closing closing = new Closing(PeriodState.CLOSED, 0, gate.nextSeq(), clock.instant(), gate.nextSeq());
        core.get(PeriodRepository.class).save(List.of(open.withClosing(closing)));
        core.get(GateRepository.class).save(List.of((running == null ? gate : gate.withoutRunning()).afterSeq()));
    }

    long requestsOf(String customerId) {
        return core.get(UsageReader.class).events(keyOf(customerId), 0, 1_000).size();
    }

    List<String> notifications() {
        return database.jdbcTemplate()
                .query(
                        "select limit_key, percent, used from notifications order by seq, percent",
                        (row, number) -> new String(row.getBytes(1), StandardCharsets.US_ASCII) + " " + row.getInt(2)
                                + " " + row.getBigDecimal(3));
    }
}
