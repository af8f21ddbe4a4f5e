package dev.tallygate.overdue;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceVoidedListener;
import dev.tallygate.ledger.DebtRepository;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.notification.ReminderBook;
import dev.tallygate.notification.Reminders;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans of unpaid invoices. */
@Configuration(proxyBeanMethods = false)
public class OverdueConfiguration {

    @Bean
    public DebtBook debtBook(
            InvoiceBook invoices,
            CustomerRegistry customers,
            GateRepository gates,
            DebtRepository debts,
            JdbcClient jdbc,
            Transactions transactions,
            Clock clock) {
        var rows = new DebtBook.OverdueRows(new LookRepository(jdbc), new ExtensionRepository(jdbc));
        return new DebtBook(invoices, customers, gates, debts, rows, transactions, clock);
    }

    /** What is withdrawn is owed no more. Asks for the book when an invoice is voided: it knows the invoices itself. */
    @Bean
    InvoiceVoidedListener debtOfVoided(ObjectProvider<DebtBook> debts) {
        return before -> debts.getObject().follow(before.id());
    }

    @Bean
    LetterFacts reminderLetterFacts(
            SubscriptionBook subscriptions,
            PlanCatalog plans,
            DebtRepository debts,
            ObjectProvider<PaymentDetails> details) {
        return new LetterFacts(
                new TermsReader(subscriptions, plans),
                debts,
                details.orderedStream().toList());
    }

    @Bean
    Reminders dueReminders(
            InvoiceBook invoices,
            ReminderBook book,
            GateRepository gates,
            LetterFacts letters,
            JdbcClient jdbc,
            Transactions transactions,
            Clock clock) {
        return new DueReminders(invoices, new LookRepository(jdbc), book, gates, letters, transactions, clock);
    }
}
