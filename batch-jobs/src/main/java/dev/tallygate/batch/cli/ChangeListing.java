package dev.tallygate.batch.cli;

import dev.tallygate.invoice.InvoiceLine;
import dev.tallygate.invoice.PendingLines;
import dev.tallygate.money.Money;
import dev.tallygate.usage.PeriodChange;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What a change makes of customers' periods: the cost before and after, and what their next invoices get by it. */
public final class ChangeListing {
    private final Listing<Row> listing = new Listing<Row>()
            .column("customer_id", Row::customerId)
            .column("period", row -> row.change().period().label())
            .column("state", row -> row.change().closed() ? "CLOSED" : "OPEN")
            .column("cost_before", row -> row.change().costBefore())
            .column("cost_after", row -> row.change().costAfter())
            .column("currency_code", row -> row.change().currency().getCurrencyCode())
            .column("next_invoice", Row::nextInvoice);
    private final PendingLines pending;

    public ChangeListing(PendingLines pending) {
        this.pending = pending;
    }

    private record Row(String customerId, PeriodChange change, List<InvoiceLine.Rated> lines) {
        /** Of an open period its own invoice has all of it. */
        Object nextInvoice() {
            Money sum = Money.zero(change.currency());
            for (InvoiceLine.Rated line : lines) {
                sum = sum.plus(line.amount());
            }
            return change.closed() ? sum : "its own, with all of it";
        }
    }

    /** Prints a line for each period. */
    public void print(Map<String, List<PeriodChange>> byCustomer, Session session, JsonOption format) {
        listing.print(rows(byCustomer), format, session.out());
    }

    /** The same as JSON objects, to stand inside another one. */
    public List<Map<String, Object>> objects(Map<String, List<PeriodChange>> byCustomer) {
        return listing.objects(rows(byCustomer));
    }

    private Collection<Row> rows(Map<String, List<PeriodChange>> byCustomer) {
        return byCustomer.entrySet().stream()
                .flatMap(customer -> customer.getValue().stream()
                        .map(change -> new Row(customer.getKey(), change, pending.of(change))))
                .toList();
    }
}
