package dev.tallygate.quota;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.database.Lane;
import dev.tallygate.database.Transactions;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.time.UtcTimes;
import dev.tallygate.usage.EventRules;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Answers what may be used and what was used, from the database each time; concurrent checks share one reading. */
public final class QuotaLedger implements AutoCloseable {

    /** While one reads, the other gathers or reads too. */
    private static final int LANES = 2;

    private static final Lane.Bounds BOUNDS = new Lane.Bounds(500, 10_000, 16 << 20);

    private final StandingRepository standings;
    private final OutlookReader outlooks;
    private final QuotaView view;
    private final Transactions transactions;
    private final Clock clock;
    private final List<Lane<Check>> lanes;
    private final AtomicInteger turn = new AtomicInteger();

    QuotaLedger(
            StandingRepository standings,
            OutlookReader outlooks,
            PlanCatalog catalog,
            Transactions transactions,
            Clock clock) {
        this.standings = standings;
        this.outlooks = outlooks;
        this.view = new QuotaView(catalog);
        this.transactions = transactions;
        this.clock = clock;
        GroupChecker groups = new GroupChecker(standings, outlooks, catalog, transactions, clock);
        this.lanes = IntStream.range(0, LANES)
                .mapToObj(number -> new Lane<Check>("check-" + number, BOUNDS, groups::answer))
                .toList();
    }

    /**
     * Whether the customer may use what is asked, as the database says after this call began. A denial is an answer.
     *
     * @return fails with {@code QUEUE_FULL} at once where too many wait; completed by a lane's thread, which is not to wait
     * @throws Rejected {@code FIELD_INVALID}, {@code MODEL_ID_INVALID}, {@code METER_INVALID}, {@code QUANTITY_NEGATIVE},
     *     {@code QUANTITY_TOO_LARGE} or {@code PART_EXCEEDS_WHOLE}
     */
    public CompletionStage<CheckAnswer> check(CheckRequest request) {
        EventRules.checkModelId(request.modelId());
        Check check = new Check(request, Asked.of(request.quantities()), new CompletableFuture<>());
        int lane = Math.floorMod(turn.getAndIncrement(), LANES);
        if (!lanes.get(lane).offer(check)) {
            check.fail(Rejected.of(Reason.QUEUE_FULL, Reason.QUEUE_FULL.sentence()));
        }
        return check.answer();
    }

    /**
     * Where the customers stand now, with allowances where reservations live; those that are unknown or have no
     * subscription are missing.
     */
    public Map<String, Quota> quotasOf(Collection<String> customerIds) {
        Instant now = UtcTimes.toMicros(clock.instant());
        return transactions.read(() -> {
            Map<String, Standing> byCustomer = standings.at(customerIds, now);
            byCustomer.values().removeIf(standing -> standing.windows().isEmpty());
            Map<PeriodKey, Supplier<Outlook>> holding = outlooks.of(
                    byCustomer.values().stream()
                            .filter(standing -> !standing.holds().isNone())
                            .toList(),
                    now);
            Map<String, Quota> quotas = new TreeMap<>();
            byCustomer.forEach((customerId, standing) -> {
                Supplier<Outlook> outlook = holding.get(standing.period());
                quotas.put(
                        customerId,
                        outlook == null
                                ? view.withoutAllowances(standing)
                                : outlook.get().quota());
            });
            return quotas;
        });
    }

    /**
     * What the customer used in the billing period that contains the instant, and what is left of it.
     *
     * @throws Rejected {@code CUSTOMER_NOT_FOUND}
     */
    public UsageReport usageOf(String customerId, Instant instant) {
        Instant now = UtcTimes.toMicros(clock.instant());
        return transactions.read(() -> {
            Standing standing = standings
                    .at(customerId, instant)
                    .orElseThrow(() -> Rejected.field(
                            Reason.CUSTOMER_NOT_FOUND, "customer_id", customerId, "an existing customer"));
            Optional<Outlook> outlook = Optional.ofNullable(
                            outlooks.of(List.of(standing), now).get(standing.period()))
                    .map(Supplier::get);
            return new UsageReport(
                    customerId,
                    BillingPeriod.monthContaining(standing.period().periodStart()),
                    outlook.map(Outlook::quota).orElse(null),
                    outlook.map(Outlook::windows).orElse(List.of()),
                    standing.figures().state(),
                    standing.figures().unpriced(),
                    now);
        });
    }

    @Override
    public void close() {
        lanes.forEach(Lane::close);
    }
}
