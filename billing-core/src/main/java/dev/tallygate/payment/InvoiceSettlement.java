package dev.tallygate.payment;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.invoice.StatusMove;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Moves an invoice as far as its provider says, never back, whatever the order in which that is heard. What does not fit
 * is parked with both figures. Runs inside the caller's transaction and locks the gate.
 */
final class InvoiceSettlement {
    private final GateRepository gates;
    private final InvoiceBook invoices;
    private final DeliveryParking parking;

    InvoiceSettlement(GateRepository gates, InvoiceBook invoices, DeliveryParking parking) {
        this.gates = gates;
        this.invoices = invoices;
        this.parking = parking;
    }

    /** What came of it. */
    enum Settled {
        /** Status or amounts follow the provider now. */
        MOVED,
        /** They did before. */
        UNCHANGED,
        /** They differ, and a person must look. */
        PARKED
    }

    /** @param now when the facts became known, where the provider names no time */
    Settled settle(InvoiceId id, InvoiceFacts facts, Instant now) {
        gates.lock(List.of(id.customerKey()));
        Invoice invoice = invoices.require(id.toString());
        if (facts.status() == InvoiceFacts.Status.DRAFT) {
            return Settled.UNCHANGED;
        }
        Optional<Problem> problem = problem(invoice, facts);
        if (problem.isPresent()) {
            return park(invoice, problem.get(), now);
        }
        Settled settled = moveForward(invoice, facts, now);
        return shortfall(invoice, facts)
                .map(missing -> park(invoice, missing, now))
                .orElse(settled);
    }

    private Settled moveForward(Invoice invoice, InvoiceFacts facts, Instant now) {
        Instant time = facts.changedTime().orElse(now);
        boolean isFixed = facts.status() != InvoiceFacts.Status.VOID && finalized(invoice, facts, time);
        boolean isEnded = switch (facts.status()) {
            case DRAFT, OPEN, VOID -> false;
            case UNCOLLECTIBLE -> invoices.uncollectible(invoice.id()) == StatusMove.MOVED;
            case PAID -> invoices.paid(invoice.id(), facts.paid().amount(), time) == StatusMove.MOVED;
        };
        boolean isMoved = isFixed || isEnded;
        if (isMoved) {
            parking.resolvePayment(invoice.customerKey(), invoice.id().toString());
        }
        return isMoved ? Settled.MOVED : Settled.UNCHANGED;
    }

    private boolean finalized(Invoice invoice, InvoiceFacts facts, Instant time) {
        String number = facts.number().orElse(null);
        return invoices.finalized(invoice.id(), facts.providerInvoiceId(), number, time) == StatusMove.MOVED;
    }

    private static Optional<Problem> problem(Invoice invoice, InvoiceFacts facts) {
        String known = invoice.reference().providerInvoiceId();
        if (known != null && !known.equals(facts.providerInvoiceId())) {
            return Problem.of("SECOND_OBJECT", "there %s, here %s", facts.providerInvoiceId(), known);
        }
        if (invoice.status() == InvoiceStatus.VOID) {
            return paidAfterVoid(invoice, facts);
        }
        if (facts.status() == InvoiceFacts.Status.VOID) {
            return Problem.of(
                    "VOIDED_AT_PROVIDER",
                    "there VOID, here %s (void it here too: ./tallygate invoices void %s)",
                    invoice.status(),
                    invoice.id());
        }
        if (!facts.total().equals(invoice.total())) {
            return figures("TOTAL_DIFFERS", "total", facts.total(), invoice.total());
        }
        boolean isPaid = facts.status() == InvoiceFacts.Status.PAID;
        return isPaid && !facts.paid().remaining().isZero()
                ? figures("PAID_IN_PART", "paid", facts.paid().amount(), invoice.total())
                : Optional.empty();
    }

    private static Optional<Problem> paidAfterVoid(Invoice invoice, InvoiceFacts facts) {
        boolean isMoney = facts.status() == InvoiceFacts.Status.PAID
                && !facts.paid().amount().isZero();
        return isMoney
                ? Problem.of(
                        "PAID_AFTER_VOID",
                        "there paid %s, here VOID of total %s (refund it at the provider)",
                        facts.paid().amount().display(),
                        invoice.total().display())
                : Optional.empty();
    }

    /** Closed as paid with less money than its total: below the provider's minimum, or against an older credit. */
    private static Optional<Problem> shortfall(Invoice invoice, InvoiceFacts facts) {
        boolean isShort = facts.status() == InvoiceFacts.Status.PAID
                && invoice.status() != InvoiceStatus.VOID
                && invoice.status() != InvoiceStatus.PAID
                && !facts.paid().amount().equals(invoice.total());
        return isShort
                ? figures("AMOUNT_PAID_DIFFERS", "paid", facts.paid().amount(), invoice.total())
                : Optional.empty();
    }

    private Settled park(Invoice invoice, Problem problem, Instant now) {
        String detail = invoice.id() + ": " + problem.detail();
        parking.parkPayment(invoice.customerKey(), invoice.id().toString(), problem.reason(), detail, now);
        return Settled.PARKED;
    }

    private static Optional<Problem> figures(String reason, String what, Money there, Money here) {
        return Problem.of(reason, what + " there %s, total here %s", there.display(), here.display());
    }

    /** What does not fit, with the figures of both sides. */
    private record Problem(String reason, String detail) {
        static Optional<Problem> of(String reason, String format, Object there, Object here) {
            return Optional.of(new Problem(reason, format.formatted(there, here)));
        }
    }
}
