package dev.tallygate.payment;

import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceFinalizedListener;
import dev.tallygate.overdue.DebtBook;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans of this package that make credit notes. */
@Configuration(proxyBeanMethods = false)
class CreditConfiguration {
    @Bean
    CreditNoteRepository creditNoteRepository(JdbcClient jdbc) {
        return new CreditNoteRepository(jdbc);
    }

    @Bean
    CreditBook creditBook(CreditNoteRepository notes, InvoiceBook invoices, DebtBook debts) {
        return new CreditBook(notes, invoices, debts);
    }

    @Bean
    CreditWaits creditWaits(CreditNoteRepository notes, InvoiceBook invoices, DeliveryWriter writer) {
        return new CreditWaits(notes, invoices, writer);
    }

    @Bean
    InvoiceFinalizedListener creditNoteRelease(CreditNoteRepository notes, DeliveryWriter writer) {
        return new CreditNoteRelease(notes, writer);
    }

    @Bean
    CreditObstacles creditObstacles(CreditBook credits, PaymentBook payments) {
        return new CreditObstacles(credits, payments);
    }

    @Bean
    CreditNotePreparer creditNotePreparer(
            CallReader reader,
            InvoiceBook invoices,
            InvoiceSteps steps,
            CreditBook credits,
            CreditObstacles obstacles,
            DeliveryWriter writer,
            Transactions transactions) {
        return new CreditNotePreparer(reader, invoices, steps, credits, obstacles, writer, transactions);
    }

    @Bean
    InvoiceDelivery.Questions deliveryQuestions(CallReader reader, CallJudge judge, CreditNotePreparer notes) {
        return new InvoiceDelivery.Questions(reader, judge, notes);
    }
}
