package dev.tallygate.invoice;

import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.money.Money;
import java.util.List;

/** What came of billing one period of one customer. */
public sealed interface BillOutcome {
    PeriodKey key();

    /** The period has these invoices more, which may carry lines of other periods too. */
    record Drafted(PeriodKey key, List<DraftedInvoice> invoices) implements BillOutcome {
        public Drafted {
            invoices = List.copyOf(invoices);
        }
    }

    /** Its lines equal its rounded amounts without an invoice of its own, or it is not due under the gate any more. */
    record NothingDue(PeriodKey key) implements BillOutcome {}

    /** It owes a difference that rides on the customer's next PERIOD invoice. */
    record Pending(PeriodKey key, Money difference) implements BillOutcome {}

    /** It is closed and waits for a person: {@code mend} is the command. */
    record Parked(PeriodKey key, String reason, String detail, String mend) implements BillOutcome {}
}
