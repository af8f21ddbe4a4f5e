package dev.tallygate.invoice;

import dev.tallygate.database.Transactions;
import dev.tallygate.money.Money;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads invoices and moves their status forward; drafting is {@link PeriodBilling}'s. */
public final class InvoiceBook {
    private final InvoiceRepository invoices;
    private final InvoiceLineRepository lines;
    private final InvoiceFinalizer finalizer;
    private final InvoiceVoiding voiding;
    private final Transactions transactions;

    public InvoiceBook(
            InvoiceRepository invoices,
            InvoiceLineRepository lines,
            InvoiceFinalizer finalizer,
            InvoiceVoiding voiding,
            Transactions transactions) {
        this.invoices = invoices;
        this.lines = lines;
        this.finalizer = finalizer;
        this.voiding = voiding;
        this.transactions = transactions;
    }

    /** The invoice of this name; empty also where the name is malformed. */
    public Optional<Invoice> find(String invoiceId) {
        return InvoiceId.parse(invoiceId).flatMap(invoices::find);
    }

    /**
     * The invoice of this name, or of this number, which is what customers know.
     *
     * @throws Rejected {@code INVOICE_NOT_FOUND}
     */
    public Invoice requireNamed(String nameOrNumber) {
        return finalizer.byNumber(nameOrNumber).flatMap(invoices::find).orElseGet(() -> require(nameOrNumber));
    }

    /**
     * As {@link #find}.
     *
     * @throws Rejected {@code INVOICE_NOT_FOUND}
     */
    public Invoice require(String invoiceId) {
        return find(invoiceId)
                .orElseThrow(() -> Rejected.field(
                        Reason.INVOICE_NOT_FOUND, "invoice_id", invoiceId, "the id of an invoice that exists"));
    }

    /** Lines in the order of their numbers. */
    public List<InvoiceLine> lines(InvoiceId id) {
        return lines.lines(id);
    }

    /** Invoices by customer key and id, from the one after {@code after}; null = from the first. */
    public List<Invoice> list(InvoiceFilter filter, @Nullable InvoiceId after, int limit) {
        return invoices.list(filter, after, limit);
    }

    /** The invoice that the provider knows by this id, for webhooks. */
    public Optional<Invoice> findByProviderId(String provider, String providerInvoiceId) {
        return invoices.findByProviderId(provider, providerInvoiceId);
    }

    /** Stores the provider's id as soon as it is known; joins the caller's transaction. */
    public void linkToProvider(InvoiceId id, String providerInvoiceId) {
        invoices.linkToProvider(id, providerInvoiceId);
    }

    /** The PERIOD invoice of the same customer and period that is not void: what an adjustment adjusts. */
    public Optional<Invoice> adjusted(Invoice adjustment) {
        return invoices.living(adjustment.customerKey(), adjustment.period().start());
    }

    /** The invoice that the customer has to pay first, of those that are not paid; empty = it owes nothing that is due ever. */
    public Optional<Invoice> unpaid(long customerKey) {
        return invoices.unpaid(customerKey);
    }

    /** Stores when and where it is to be paid; joins the caller's transaction. */
    public void changeDue(InvoiceId id, Invoice.Due due) {
        invoices.changeDue(id, due);
    }

    /** What stands on it beside its lines: as it was when it was finalized, of a draft as it would be now. */
    public FinalizedParties parties(Invoice invoice) {
        return finalizer.partiesOf(invoice);
    }

    /**
     * The provider has fixed it: DRAFT → FINALIZED, with its number, for ever. Joins the caller's transaction, which holds
     * the gate; until that ends, whoever finalizes another invoice of the same seller waits.
     */
    public StatusMove finalized(InvoiceId id, String providerInvoiceId, @Nullable String providerNumber, Instant time) {
        boolean moved = finalizer.finalizeDraft(id, providerInvoiceId, providerNumber, time);
        return answer(moved, id, InvoiceStatus.FINALIZED);
    }

    /**
     * The provider has the money: FINALIZED or UNCOLLECTIBLE → PAID. A draft is REFUSED: finalize it first. Comparing
     * the amount with the total is the caller's part. Joins the caller's transaction.
     */
    public StatusMove paid(InvoiceId id, Money amountPaid, Instant time) {
        return answer(invoices.paid(id, amountPaid.minorUnits(), time), id, InvoiceStatus.PAID);
    }

    /**
     * So much came so far, more than was known. The status stays: a part does not pay an invoice. Joins the caller's
     * transaction.
     *
     * @return whether it is more than was known, of an invoice that can have money
     */
    public boolean received(InvoiceId id, Money amountPaid) {
        return invoices.received(id, amountPaid.minorUnits());
    }

    /** Credit notes of ours took so much off what is owed, all of them together. Joins the caller's transaction. */
    public void credited(InvoiceId id, Money amountCredited) {
        invoices.credited(id, amountCredited.minorUnits());
    }

    /** The provider gave it up: FINALIZED → UNCOLLECTIBLE. Joins the caller's transaction. */
    public StatusMove uncollectible(InvoiceId id) {
        return answer(invoices.uncollectible(id), id, InvoiceStatus.UNCOLLECTIBLE);
    }

    /**
     * Voids for ever, under the customer's gate; the next {@code bill} drafts the successor with the next revision, and
     * what it invoiced of other periods is due again. Already void changes nothing.
     *
     * @throws Rejected {@code INVOICE_NOT_FOUND}, or {@code INVOICE_STATE} where it is paid
     */
    public Invoice voidInvoice(String invoiceId, Instant time) {
        InvoiceId id = require(invoiceId).id();
        return transactions.call(() -> voiding.voidUnderGate(id, time));
    }

    private StatusMove answer(boolean moved, InvoiceId id, InvoiceStatus wanted) {
        if (moved) {
            return StatusMove.MOVED;
        }
        InvoiceStatus now = require(id.toString()).status();
        boolean beyond = now == wanted
                || (wanted == InvoiceStatus.FINALIZED && now != InvoiceStatus.DRAFT && now != InvoiceStatus.VOID)
                || (wanted == InvoiceStatus.UNCOLLECTIBLE && now == InvoiceStatus.PAID);
        return beyond ? StatusMove.ALREADY : StatusMove.REFUSED;
    }
}
