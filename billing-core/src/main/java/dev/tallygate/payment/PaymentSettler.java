package dev.tallygate.payment;

import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.payment.InvoiceSettlement.Settled;
import dev.tallygate.payment.ProviderEventRepository.EndState;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Applies what providers said to invoices: by rank, once, never backwards. */
public final class PaymentSettler {
    /** Looks at an object that is not known yet, over about two minutes, before a person is asked. */
    static final int ATTEMPTS_MAX = 6;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(4);

    private final ProviderEventRepository events;
    private final InvoiceFinder finder;
    private final InvoiceSettlement settlement;
    private final DeliveryParking parking;
    private final PaymentProviders providers;
    private final Transactions transactions;
    private final Clock clock;

    PaymentSettler(
            ProviderEventRepository events,
            InvoiceFinder finder,
            InvoiceSettlement settlement,
            DeliveryParking parking,
            PaymentProviders providers,
            Transactions transactions,
            Clock clock) {
        this.events = events;
        this.finder = finder;
        this.settlement = settlement;
        this.parking = parking;
        this.providers = providers;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Settles stored webhooks that are due, each in a transaction of its own; safe beside other settlers, since an effect
     * that is there already changes nothing.
     *
     * @param eventsMax bound of this round
     */
    public SettleReport settle(int eventsMax) {
        if (providers.names().isEmpty()) {
            return new SettleReport(0, 0, 0);
        }
        Map<Step, Integer> counts = new EnumMap<>(Step.class);
        for (ProviderEventRepository.Row row : events.due(providers.names(), now(), eventsMax)) {
            counts.merge(transactions.call(() -> settle(row)), 1, Integer::sum);
        }
        return new SettleReport(
                counts.getOrDefault(Step.SETTLED, 0),
                counts.getOrDefault(Step.AGAIN, 0),
                counts.getOrDefault(Step.PARKED, 0));
    }

    /** What came of one event. */
    private enum Step {
        SETTLED,
        AGAIN,
        PARKED
    }

    private Step settle(ProviderEventRepository.Row row) {
        ProviderEvent event = providers.named(row.provider()).orElseThrow().read(row.body());
        Optional<InvoiceFacts> facts = event.facts();
        if (facts.isEmpty()) {
            return end(row, EndState.IGNORED, "nothing here follows from " + event.type());
        }
        Optional<Invoice> invoice = finder.find(row.provider(), facts.get());
        if (invoice.isPresent()) {
            return settle(row, invoice.get(), facts.get());
        }
        return finder.isForeign(facts.get())
                ? end(row, EndState.IGNORED, "of another installation on the same account")
                : unknown(row, event);
    }

    private Step settle(ProviderEventRepository.Row row, Invoice invoice, InvoiceFacts facts) {
        Settled settled = settlement.settle(invoice.id(), facts, now());
        EndState state = settled == Settled.PARKED ? EndState.PARKED : EndState.SETTLED;
        return end(row, state, invoice.id() + ": " + facts.status() + " " + settled);
    }

    private Step end(ProviderEventRepository.Row row, EndState state, String outcome) {
        events.end(row, state, outcome, now());
        return state == EndState.PARKED ? Step.PARKED : Step.SETTLED;
    }

    private Step unknown(ProviderEventRepository.Row row, ProviderEvent event) {
        String outcome = "%s %s: no invoice here".formatted(event.type(), event.objectId());
        if (row.attempts() + 1 < ATTEMPTS_MAX) {
            events.postpone(row, now().plus(FIRST_WAIT.multipliedBy(1L << row.attempts())), outcome);
            return Step.AGAIN;
        }
        parking.parkEvent(row.provider(), event, outcome + " after " + ATTEMPTS_MAX + " looks", now());
        return end(row, EndState.PARKED, outcome);
    }

    private Instant now() {
        return UtcTimes.toMicros(clock.instant());
    }
}
