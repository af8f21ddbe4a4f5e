package dev.tallygate.payment;

import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.payment.ProviderEventRepository.EndState;
import dev.tallygate.rejection.FieldRules;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Books bank transfers, which nobody tells us of but a person: stored and settled like a webhook, by the same rules. */
public final class ReportedPayments {
    private static final int REFERENCE_CHARACTERS_MAX = 140;
    private static final EventSource SOURCE = new EventSource(CustomerProfile.MANUAL, "own");

    private final GateRepository gates;
    private final InvoiceBook invoices;
    private final ProviderEventRepository events;
    private final InvoiceSettlement settlement;
    private final Transactions transactions;
    private final Clock clock;

    ReportedPayments(
            GateRepository gates,
            InvoiceBook invoices,
            ProviderEventRepository events,
            InvoiceSettlement settlement,
            Transactions transactions,
            Clock clock) {
        this.gates = gates;
        this.invoices = invoices;
        this.events = events;
        this.settlement = settlement;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What came of a report, and the invoice as it is now. */
    public record Report(Result result, Invoice invoice) {}

    /** How a report ended. */
    public enum Result {
        /** The invoice is paid, by exactly its total in all. */
        PAID,
        /** All that came is not the total: booked and parked with both figures. More than the total is paid all the same. */
        PARKED,
        /** This reference was reported before, with the same amount: nothing changed. */
        REPEATED
    }

    /**
     * Stores and settles in one transaction under the gate.
     *
     * @throws Rejected {@code INVOICE_STATE} where another provider collects the invoice or it is not open, {@code
     *     IDEMPOTENCY_MISMATCH} where the reference was reported with another amount, {@code FIELD_INVALID}
     */
    public Report report(ReportedPayment payment) {
        check(payment);
        Invoice named = invoices.require(payment.invoiceId());
        return transactions.call(() -> {
            gates.lock(List.of(named.customerKey()));
            return reportUnderGate(payment, invoices.require(payment.invoiceId()));
        });
    }

    private Report reportUnderGate(ReportedPayment payment, Invoice invoice) {
        requireManual(invoice);
        if (!payment.amount().currency().equals(invoice.total().currency())) {
            throw Rejected.field(
                    Reason.CURRENCY_MISMATCH,
                    "amount",
                    payment.amount().display(),
                    "an amount in " + invoice.total().currency());
        }
        Optional<byte[]> known = events.body(SOURCE, payment.eventId());
        if (known.isPresent()) {
            return repeated(ReportedPayment.fromBody(known.get()), payment, invoice);
        }
        requireOpen(invoice, payment);
        return settle(payment, invoice);
    }

    private Report settle(ReportedPayment payment, Invoice invoice) {
        Instant now = UtcTimes.toMicros(clock.instant());
        ProviderEvent event = payment.event(invoice, invoice.amountPaid().plus(payment.amount()));
        byte[] body = payment.toBody();
        events.insert(SOURCE, event, body, now);
        InvoiceSettlement.Settled settled =
                settlement.settle(invoice.id(), event.facts().orElseThrow(), now);
        boolean isParked = settled == InvoiceSettlement.Settled.PARKED;
        var row = new ProviderEventRepository.Row(SOURCE, event.eventId(), body, 0);
        events.end(row, isParked ? EndState.PARKED : EndState.SETTLED, invoice.id() + ": " + settled, now);
        return new Report(isParked ? Result.PARKED : Result.PAID, invoices.require(payment.invoiceId()));
    }

    private static Report repeated(ReportedPayment before, ReportedPayment now, Invoice invoice) {
        if (!before.amount().equals(now.amount())) {
            throw Rejected.of(
                    Reason.IDEMPOTENCY_MISMATCH,
                    "reference %s of %s was reported with %s before, now with %s (expected: the same amount, or another reference)"
                            .formatted(
                                    before.reference(),
                                    invoice.id(),
                                    before.amount().display(),
                                    now.amount().display()));
        }
        return new Report(Result.REPEATED, invoice);
    }

    private void check(ReportedPayment payment) {
        FieldRules.text("reference", payment.reference(), REFERENCE_CHARACTERS_MAX);
        if (payment.reference().isBlank()) {
            throw Rejected.field(Reason.FIELD_INVALID, "reference", "", "the bank's reference of the transfer");
        }
        if (payment.amount().minorUnits() <= 0) {
            throw Rejected.field(
                    Reason.FIELD_INVALID, "amount", payment.amount().display(), "> 0");
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (payment.paidDate().isAfter(today.plusDays(1))) {
            throw Rejected.field(Reason.FIELD_INVALID, "paid_on", payment.paidDate(), "a date up to today");
        }
    }

    private static void requireManual(Invoice invoice) {
        String provider = invoice.reference().provider();
        if (!provider.equals(CustomerProfile.MANUAL)) {
            throw Rejected.of(
                    Reason.INVOICE_STATE,
                    "%1$s is collected by %2$s, which tells us itself when it is paid (expected: an invoice of provider manual; money that came another way is noted at %2$s)"
                            .formatted(invoice.id(), provider));
        }
    }

    private static void requireOpen(Invoice invoice, ReportedPayment payment) {
        String why = switch (invoice.status()) {
            case FINALIZED, UNCOLLECTIBLE -> "";
            case DRAFT -> "is DRAFT (expected: FINALIZED; `./tallygate batch deliver` mails it first)";
            case PAID ->
                "is paid with %s already; %s under reference %s is not booked (expected: FINALIZED; give it back, or to another invoice)"
                        .formatted(
                                invoice.amountPaid().display(), payment.amount().display(), payment.reference());
            case VOID -> "is VOID (expected: FINALIZED; `./tallygate invoices list` shows what took its place)";
        };
        if (!why.isEmpty()) {
            throw Rejected.of(Reason.INVOICE_STATE, invoice.id() + " " + why);
        }
    }
}
