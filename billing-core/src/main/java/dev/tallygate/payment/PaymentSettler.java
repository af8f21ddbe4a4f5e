package dev.tallygate.payment;

import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.payment.InvoiceSettlement.Settled;
import dev.tallygate.payment.ProviderEvent.Evidence;
import dev.tallygate.payment.ProviderEventRepository.EndState;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies what providers said to invoices: by rank, once, never backwards. */
public final class PaymentSettler {
    /** Looks at an object that is not known yet, over about two minutes, before a person is asked. */
    static final int ATTEMPTS_MAX = 6;

    private static final Logger LOG = LoggerFactory.getLogger(PaymentSettler.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(4);

    /** Between two questions to a provider that does not answer; asked for as long as it takes. */
    private static final Duration WAIT_MAX = Duration.ofMinutes(10);

    private static final int DOUBLINGS_MAX = 8;

    private final ProviderEventRepository events;
    private final InvoiceFinder finder;
    private final InvoiceSettlement settlement;
    private final UsageRejections rejections;
    private final DeliveryParking parking;
    private final PaymentProviders providers;
    private final Transactions transactions;
    private final Clock clock;

    PaymentSettler(
            ProviderEventRepository events,
            InvoiceFinder finder,
            EventEffects effects,
            DeliveryParking parking,
            PaymentProviders providers,
            Transactions transactions,
            Clock clock) {
        this.events = events;
        this.finder = finder;
        this.settlement = effects.settlement();
        this.rejections = effects.rejections();
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
            counts.merge(settle(row), 1, Integer::sum);
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

    /** The provider is asked, where it must be, before the transaction begins. */
    private Step settle(ProviderEventRepository.Row row) {
        PaymentProvider provider = providers.named(row.provider()).orElseThrow();
        ProviderEvent event = provider.read(row.body());
        return switch (event.evidence()) {
            case Evidence.None none ->
                transactions.call(() -> end(row, EndState.IGNORED, "nothing here follows from " + event.type()));
            case Evidence.Proven proven -> proven(row, event, proven.facts(), provider);
            case Evidence.Hint hint -> confirmed(row, event, provider.fetchInvoice(event.objectId()));
            case Evidence.Back back -> wentBack(row, event, provider.fetchBack(event.objectId()));
            case Evidence.UsageErrors errors -> notCounted(row, event, provider);
            case Evidence.Notice notice -> transactions.call(() -> noticed(row, event, notice));
        };
    }

    /**
     * Signed facts are booked as they are. Where they exclude what is known here, or a person was asked about the invoice
     * already, the provider is asked as well: events come in any order, and its answer is as it is now.
     */
    private Step proven(
            ProviderEventRepository.Row row, ProviderEvent event, InvoiceFacts facts, PaymentProvider provider) {
        Optional<Invoice> invoice = finder.find(row.provider(), facts);
        if (invoice.isEmpty()) {
            return transactions.call(() -> settle(row, event, facts));
        }
        boolean isContradiction = settlement.contradicts(invoice.get(), facts);
        if (!isContradiction && !settlement.isParked(invoice.get())) {
            return transactions.call(() -> settle(row, invoice.get(), facts));
        }
        if (!isContradiction) {
            transactions.run(() -> settlement.settle(invoice.get().id(), facts, now()));
        }
        return confirmed(row, event, provider.fetchInvoice(facts.providerInvoiceId()));
    }

    private Step notCounted(ProviderEventRepository.Row row, ProviderEvent event, PaymentProvider provider) {
        Optional<UsageRating> rating = provider.rating();
        if (rating.isEmpty()) {
            return transactions.call(() -> end(row, EndState.IGNORED, "no usage is rated there"));
        }
        return switch (rating.get().fetchErrors(row.eventId())) {
            case Fetched.Found<List<UsageRating.UsageError>> found -> {
                int noted = rejections.note(found.value());
                EndState state = noted > 0 ? EndState.PARKED : EndState.SETTLED;
                yield transactions.call(() -> end(row, state, noted + " reports of usage were not counted"));
            }
            case Fetched.Absent<List<UsageRating.UsageError>> absent ->
                transactions.call(() -> unknown(row, event, "not there when the provider is asked"));
            case Fetched.Unknown<List<UsageRating.UsageError>> unknown ->
                transactions.call(() -> postponed(row, "to be asked: " + unknown.why()));
        };
    }

    private Step wentBack(ProviderEventRepository.Row row, ProviderEvent event, Fetched<List<MoneyBack>> answer) {
        return transactions.call(() -> switch (answer) {
            case Fetched.Found<List<MoneyBack>> found -> settleBack(row, event, found.value());
            case Fetched.Absent<List<MoneyBack>> absent -> unknown(row, event, "not there when the provider is asked");
            case Fetched.Unknown<List<MoneyBack>> unknown -> postponed(row, "to be confirmed: " + unknown.why());
        });
    }

    private Step settleBack(ProviderEventRepository.Row row, ProviderEvent event, List<MoneyBack> backs) {
        Optional<InvoiceId> invoice = backs.stream()
                .flatMap(back -> finder.find(row.provider(), back.source()).stream())
                .findFirst();
        if (invoice.isEmpty()) {
            return unknown(row, event, "its payment is of no invoice here");
        }
        Settled settled = settlement.settleBack(invoice.get(), event.objectId(), backs, now());
        EndState state = settled == Settled.PARKED ? EndState.PARKED : EndState.SETTLED;
        return end(row, state, invoice.get() + ": " + event.type() + " " + settled);
    }

    private Step noticed(ProviderEventRepository.Row row, ProviderEvent event, Evidence.Notice notice) {
        if (notice.installationId().filter(finder::isOurs).isEmpty()) {
            return end(row, EndState.IGNORED, "about no object of this installation");
        }
        parking.parkEvent(row.provider(), event, notice.reason(), notice.detail(), now());
        return end(row, EndState.PARKED, notice.reason());
    }

    private Step confirmed(ProviderEventRepository.Row row, ProviderEvent event, Fetched<InvoiceFacts> answer) {
        return transactions.call(() -> switch (answer) {
            case Fetched.Found<InvoiceFacts> found -> settle(row, event, found.value());
            case Fetched.Absent<InvoiceFacts> absent -> unknown(row, event, "not there when the provider is asked");
            case Fetched.Unknown<InvoiceFacts> unknown -> postponed(row, "to be confirmed: " + unknown.why());
        });
    }

    private Step settle(ProviderEventRepository.Row row, ProviderEvent event, InvoiceFacts facts) {
        Optional<Invoice> invoice = finder.find(row.provider(), facts);
        if (invoice.isPresent()) {
            return settle(row, invoice.get(), facts);
        }
        if (finder.isRatedThere(facts)) {
            return end(row, EndState.IGNORED, "of a subscription: compared with our invoice when it is final");
        }
        return finder.isForeign(facts)
                ? end(row, EndState.IGNORED, "of another installation on the same account")
                : unknown(row, event, "no invoice here");
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

    private Step postponed(ProviderEventRepository.Row row, String outcome) {
        Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(row.attempts(), DOUBLINGS_MAX));
        events.postpone(row, now().plus(doubled.compareTo(WAIT_MAX) < 0 ? doubled : WAIT_MAX), outcome);
        return Step.AGAIN;
    }

    private Step unknown(ProviderEventRepository.Row row, ProviderEvent event, String why) {
        String outcome = "%s %s: %s".formatted(event.type(), event.objectId(), why);
        if (row.attempts() + 1 < ATTEMPTS_MAX) {
            return postponed(row, outcome);
        }
        String detail = outcome + " after " + ATTEMPTS_MAX + " looks";
        LOG.warn("webhook parked: provider={} event={} type={}", row.provider(), row.eventId(), event.type());
        parking.parkEvent(row.provider(), event, "OBJECT_UNKNOWN", detail, now());
        return end(row, EndState.PARKED, outcome);
    }

    private Instant now() {
        return UtcTimes.toMicros(clock.instant());
    }
}
