package dev.tallygate.invoice;

import dev.tallygate.catalog.ChargeText;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.catalog.PublishedPlan;
import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.KeyLineRepository.KeyLine;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.rating.FlatFee;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.usage.RecordedEvent;
import dev.tallygate.usage.UsageReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Explains lines of invoices: what each was rated from, which events it counts, and the same amount once more from these
 * (invariant 8). Reads one snapshot, the events of a period once for all its lines, and locks nothing.
 */
public final class LineExplainer {
    private static final int PAGE = 5_000;

    private final InvoiceBook invoices;
    private final KeyLineRepository keyLines;
    private final UsageReader usage;
    private final PeriodVerifier.SubscribedPlans subscribed;
    private final PlanCatalog plans;
    private final Transactions transactions;

    LineExplainer(
            InvoiceBook invoices,
            KeyLineRepository keyLines,
            UsageReader usage,
            PeriodVerifier.SubscribedPlans subscribed,
            Transactions transactions) {
        this.invoices = invoices;
        this.keyLines = keyLines;
        this.usage = usage;
        this.subscribed = subscribed;
        this.plans = subscribed.plans();
        this.transactions = transactions;
    }

    /** Takes the events that lines count, by period and then in the order of seq. */
    public interface EventSink {
        /** One event, and how much of the line's charge it is, in the charge's unit; below 0 where it takes back. */
        void event(InvoiceLine.Rated line, RecordedEvent event, long quantity);
    }

    /**
     * All lines of an invoice, in their order.
     *
     * @throws Rejected {@code INVOICE_NOT_FOUND}
     */
    public List<LineExplanation> explain(String invoiceId, EventSink sink) {
        return transactions.read(() -> {
            Invoice invoice = invoices.require(invoiceId);
            return explain(invoice, invoices.lines(invoice.id()), sink);
        });
    }

    /**
     * One line.
     *
     * @throws Rejected {@code INVOICE_NOT_FOUND}, or {@code FIELD_INVALID} where it has no line of this number
     */
    public LineExplanation explain(String invoiceId, int lineNumber, EventSink sink) {
        return transactions.read(() -> {
            Invoice invoice = invoices.require(invoiceId);
            List<InvoiceLine> lines = invoices.lines(invoice.id());
            InvoiceLine line = lines.stream()
                    .filter(one -> one.lineNumber() == lineNumber)
                    .findFirst()
                    .orElseThrow(() -> Rejected.field(
                            Reason.FIELD_INVALID,
                            "line_number",
                            lineNumber,
                            "1 to %d, the lines of %s".formatted(lines.size(), invoiceId)));
            return explain(invoice, List.of(line), sink).getFirst();
        });
    }

    private List<LineExplanation> explain(Invoice invoice, List<InvoiceLine> lines, EventSink sink) {
        Map<Integer, LineReplay> replays = new HashMap<>();
        Map<BillingPeriod, List<LineReplay>> byPeriod = new LinkedHashMap<>();
        for (InvoiceLine line : lines) {
            if (line instanceof InvoiceLine.Rated rated) {
                LineReplay replay = new LineReplay(rated, versionOf(invoice, rated));
                replays.put(line.lineNumber(), replay);
                byPeriod.computeIfAbsent(rated.key().period(), period -> new ArrayList<>())
                        .add(replay);
            }
        }
        byPeriod.forEach((period, own) -> replay(new PeriodKey(invoice.customerKey(), period.start()), own, sink));
        return lines.stream()
                .map(line -> new LineExplanation(
                        invoice,
                        line,
                        Optional.ofNullable(replays.get(line.lineNumber())).map(replay -> rated(invoice, replay))))
                .toList();
    }

    /** Its own; of a key that the plan has no more, the one that holds now, which is the one that took it away. */
    private PlanVersion versionOf(Invoice invoice, InvoiceLine.Rated line) {
        PlanVersion own = plans.version(line.basis().planVersionId());
        if (!line.basis().explanation().equals(Explanation.nothing())) {
            return own;
        }
        return windows(invoice, line.key().period()).stream()
                .filter(window -> window.start().equals(line.key().windowStart()))
                .map(FlatFee.Stretch::version)
                .findFirst()
                .orElse(own);
    }

    private void replay(PeriodKey period, List<LineReplay> lines, EventSink sink) {
        long lastSeq = lines.stream()
                .mapToLong(replay -> replay.line().basis().throughSeq())
                .max()
                .orElse(0);
        long afterSeq = 0;
        List<RecordedEvent> page;
        do {
            page = usage.eventsOf(period, afterSeq, PAGE);
            page.forEach(row -> add(row, lines, sink));
            afterSeq = page.isEmpty() ? afterSeq : page.getLast().seq();
        } while (page.size() == PAGE && afterSeq < lastSeq);
    }

    private static void add(RecordedEvent row, Collection<LineReplay> lines, EventSink sink) {
        for (LineReplay replay : lines) {
            replay.add(row).ifPresent(quantity -> sink.event(replay.line(), row, quantity));
        }
    }

    private LineExplanation.Rated rated(Invoice invoice, LineReplay replay) {
        InvoiceLine.Rated line = replay.line();
        PlanVersion version = versionOf(invoice, line);
        String definition = plans.published(version.plan().planId(), version.version())
                .map(PublishedPlan::source)
                .orElse("");
        return new LineExplanation.Rated(
                line,
                new LineExplanation.Charge(
                        version.label(), ChargeText.find(definition, line.key().chargeId())),
                line.basis().walk(),
                replay.events(),
                prior(invoice, line),
                replay.end(invoice.id(), windows(invoice, line.key().period())));
    }

    /** Those that were not void when the line was drafted; a void in the same moment is told by the sum. */
    private List<LineExplanation.PriorLine> prior(Invoice invoice, InvoiceLine.Rated line) {
        List<KeyLine> before =
                keyLines.before(invoice.id(), line.key(), invoice.times().draftedTime());
        List<LineExplanation.PriorLine> living =
                before.stream().filter(one -> !one.wasVoid()).map(KeyLine::line).toList();
        long sum = living.stream().mapToLong(one -> one.amount().minorUnits()).sum();
        if (sum == line.prior().minorUnits()) {
            return living;
        }
        return living.stream().filter(one -> one.status() != InvoiceStatus.VOID).toList();
    }

    private List<FlatFee.Stretch> windows(Invoice invoice, BillingPeriod period) {
        return subscribed.of(invoice.customerKey()).windows(period);
    }
}
