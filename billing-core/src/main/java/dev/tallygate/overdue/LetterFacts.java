package dev.tallygate.overdue;

import dev.tallygate.catalog.OverdueTerms;
import dev.tallygate.customer.Customer;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.ledger.Debt;
import dev.tallygate.ledger.DebtRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Gathers what a reminder's letter says. */
final class LetterFacts {

    private final TermsReader terms;
    private final DebtRepository debts;
    private final List<PaymentDetails> details;

    LetterFacts(TermsReader terms, DebtRepository debts, List<PaymentDetails> details) {
        this.terms = terms;
        this.debts = debts;
        this.details = List.copyOf(details);
    }

    OverdueTerms terms(Invoice invoice, Instant now) {
        return terms.of(invoice, now);
    }

    /** Whether requests are refused is said by the customer's oldest debt, which is what a check looks at. */
    ReminderLetter of(Invoice invoice, Customer customer, Instant now) {
        Debt debt = debts.read(invoice.customerKey()).orElse(Debt.NONE);
        Optional<Instant> denyTime = debt.denyTime(terms.of(invoice, now));
        Optional<String> howToPay = details.stream()
                .filter(details -> details.provider().equals(invoice.reference().provider()))
                .map(PaymentDetails::text)
                .findFirst();
        return new ReminderLetter(customer, invoice, denyTime, howToPay, now);
    }
}
