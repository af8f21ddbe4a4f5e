package dev.tallygate.invoice;

import dev.tallygate.catalog.Corrections;
import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import java.util.Currency;
import java.util.List;

/**
 * A closed period of one customer as the drafter sees it: what its keys cost now and what is invoiced of them.
 *
 * @param planVersionId of the last window, whose version decides {@code atOnce}
 * @param throughSeq rows up to this one are in {@code amounts}
 */
record ClosedPeriod(
        BillingPeriod period,
        Currency currency,
        long planVersionId,
        long throughSeq,
        Invoicing invoicing,
        List<KeyAmount> amounts,
        List<InvoicedKey> invoiced) {

    ClosedPeriod {
        amounts = List.copyOf(amounts);
        invoiced = List.copyOf(invoiced);
    }

    Money zero() {
        return new Money(0, currency);
    }

    /** How the period stands with invoices: what decides where its lines go. */
    record Invoicing(Closing closing, Living living, Corrections corrections, Revisions last) {}

    /** When it was closed. */
    enum Closing {
        /** In this very run. */
        NOW,
        EARLIER
    }

    /** Its PERIOD invoices. */
    enum Living {
        /** One that is not void. */
        ONE,
        /** Void ones only: a successor is due. */
        VOID_ONLY,
        /** It never had one. */
        NEVER
    }

    /** The highest revisions so far; 0 = none. */
    record Revisions(int period, int adjustment) {}
}
