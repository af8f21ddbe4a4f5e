package dev.tallygate.overdue;

import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.ledger.Debt;
import dev.tallygate.ledger.Debt.Unpaid;
import dev.tallygate.ledger.DebtRepository;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.rejection.FieldRules;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Keeps what a gate knows of its customer's unpaid invoices equal to the invoices, and lets customers go on for a while. */
public final class DebtBook {
    private static final int NOTE_CHARACTERS_MAX = 300;
    private static final int EXTENSIONS_SHOWN = 20;

    private final InvoiceBook invoices;
    private final CustomerRegistry customers;
    private final GateRepository gates;
    private final DebtRepository debts;
    private final OverdueRows rows;
    private final Transactions transactions;
    private final Clock clock;

    DebtBook(
            InvoiceBook invoices,
            CustomerRegistry customers,
            GateRepository gates,
            DebtRepository debts,
            OverdueRows rows,
            Transactions transactions,
            Clock clock) {
        this.invoices = invoices;
        this.customers = customers;
        this.gates = gates;
        this.debts = debts;
        this.rows = rows;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The tables of this package. */
    record OverdueRows(LookRepository looks, ExtensionRepository extensions) {}

    /** What a customer owes for longest, and the leave that it was given, the latest first. */
    public record Report(Debt debt, List<Extension> extensions) {}

    /**
     * Stores when the invoice is to be paid, and has the gate say what is true now. Part of the transaction that moved the
     * invoice or heard of it, under the customer's gate.
     *
     * @param invoice as it is now
     */
    public void follow(Invoice invoice, Invoice.Due due) {
        boolean isNew = !invoice.due().equals(due);
        if (isNew) {
            invoices.changeDue(invoice.id(), due);
        }
        if (invoice.status() != InvoiceStatus.FINALIZED) {
            rows.looks().end(invoice.id());
        } else if (isNew) {
            rows.looks().plan(invoice.id(), now());
        }
        Debt before = debt(invoice.customerKey());
        Debt after = before.withUnpaid(
                invoices.unpaid(invoice.customerKey()).map(DebtBook::unpaid).orElse(null));
        if (!after.equals(before)) {
            debts.write(invoice.customerKey(), after);
        }
    }

    /** As {@link #follow(Invoice, Invoice.Due)}, where nobody said anything new of when it is to be paid. */
    void follow(InvoiceId id) {
        Invoice invoice = invoices.require(id.toString());
        follow(invoice, invoice.due());
    }

    private static Unpaid unpaid(Invoice invoice) {
        Instant dueTime = invoice.due().dueTime();
        if (dueTime == null) {
            throw new IllegalStateException(invoice.id() + ": no due_time (expected: one that is due)");
        }
        return new Unpaid(invoice.id().toString(), dueTime, invoice.due().payUrl());
    }

    /**
     * Denies the customer nothing for unpaid invoices before {@code until}; the latest word holds, so that a time that has
     * passed ends what was given before. Under the gate.
     *
     * @param note why, for people: 1 to 300 characters
     * @throws Rejected {@code CUSTOMER_NOT_FOUND} or {@code FIELD_INVALID}
     */
    public Report allow(String customerId, Instant until, String note) {
        FieldRules.text("note", note, NOTE_CHARACTERS_MAX);
        if (note.isBlank()) {
            throw Rejected.field(Reason.FIELD_INVALID, "note", "", "why, such as \"promised to pay on Friday\"");
        }
        long customerKey = customers.require(customerId).customerKey();
        return transactions.call(() -> {
            gates.lock(List.of(customerKey));
            rows.extensions().insert(customerKey, new Extension(now(), UtcTimes.toMicros(until), note));
            debts.write(customerKey, debt(customerKey).allowedUntil(UtcTimes.toMicros(until)));
            return report(customerKey);
        });
    }

    /** As the gate says it now. */
    public Report report(long customerKey) {
        return new Report(debt(customerKey), rows.extensions().of(customerKey, EXTENSIONS_SHOWN));
    }

    private Debt debt(long customerKey) {
        return debts.read(customerKey)
                .orElseThrow(() ->
                        new IllegalStateException("customer_key: " + customerKey + " (expected: one with a gate)"));
    }

    private Instant now() {
        return UtcTimes.toMicros(clock.instant());
    }
}
