package dev.tallygate.payment;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.Invoice.Due;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.InvoiceFacts.Demand;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When an invoice is to be paid, by what its provider said before and says now. The same whatever the order in which that
 * is heard, but for the moment of a failed charge, which is when we first heard of one.
 */
final class Dues {
    private static final int URL_CHARACTERS_MAX = 500;

    private Dues() {}

    /** @param invoice as it is once the facts are settled */
    static Due of(Invoice invoice, InvoiceFacts facts, Instant now) {
        String known = invoice.reference().providerInvoiceId();
        if (known != null && !known.equals(facts.providerInvoiceId())) {
            return invoice.due();
        }
        return switch (facts.status()) {
            case DRAFT -> invoice.due();
            case OPEN, UNCOLLECTIBLE -> merged(invoice.due(), facts.paid().demand(), now);
            case PAID -> isDisputed(invoice, facts) ? Due.NONE : invoice.due();
            case VOID -> Due.NONE;
        };
    }

    /** The provider wants nothing more, and here it does not count as paid: a person looks, and nobody is dunned meanwhile. */
    private static boolean isDisputed(Invoice invoice, InvoiceFacts facts) {
        return invoice.status() != InvoiceStatus.PAID
                && facts.paid().remaining().isZero();
    }

    /** A failed charge makes it due, if it was not before. */
    private static Due merged(Due before, Demand demand, Instant now) {
        Instant told = demand.dueTime().orElse(before.dueTime());
        Instant failed = before.chargeFailedTime();
        if (failed == null && demand.chargeFailed()) {
            failed = now;
        }
        String payUrl = demand.payUrl()
                .filter(url -> url.length() <= URL_CHARACTERS_MAX)
                .orElse(before.payUrl());
        return new Due(earlier(told, failed), failed, payUrl);
    }

    private static @Nullable Instant earlier(@Nullable Instant told, @Nullable Instant failed) {
        if (told == null || failed == null) {
            return told == null ? failed : told;
        }
        return told.isBefore(failed) ? told : failed;
    }
}
