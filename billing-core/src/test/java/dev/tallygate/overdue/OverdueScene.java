package dev.tallygate.overdue;

import dev.tallygate.SettableClock;
import dev.tallygate.TestCore;
import dev.tallygate.TestDatabase;
import dev.tallygate.customer.CustomerChange;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.Bytes;
import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceConfiguration;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceKind;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.mail.Mail;
import dev.tallygate.mail.MailOutcome;
import dev.tallygate.mail.Mailer;
import dev.tallygate.notification.Notifier;
import dev.tallygate.notification.NotifyReport;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.time.UtcTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Two processes on one database, invoices that are moved by hand, and mails that are kept; each test begins anew. */
final class OverdueScene implements BeforeEachCallback, AfterAllCallback {
    static final String START = "2026-03-01T08:00:00Z";
    static final String PLANS = """
            plan: strict
            currency: USD
            overdue: {notices: [charge_failed, 0, 3, 7], deny_after_days: 14}
            charges:
              - {id: input, meter: tokens_in, per: 1, price: 1.00}
            ---
            plan: silent
            currency: USD
            charges:
              - {id: input, meter: tokens_in, per: 1, price: 1.00}
            """;

    private final TestDatabase database = TestDatabase.create();
    private final SettableClock clock = SettableClock.at(START);
    private final TestCore first = start();
    private final TestCore second = start();

    private TestCore start() {
        return TestCore.start(database, clock, InvoiceConfiguration.class, OverdueConfiguration.class, Mails.class);
    }

    /** Keeps mails, or answers otherwise as often as it is told. */
    static final class KeepingMailer implements Mailer {
        private final List<Mail> kept = new CopyOnWriteArrayList<>();
        private volatile @Nullable MailOutcome instead;

        @Override
        public String messageId(String name) {
            return "<" + name + "@example.com>";
        }

        @Override
        public MailOutcome send(Mail mail) {
            MailOutcome other = instead;
            if (other != null) {
                return other;
            }
            kept.add(mail);
            return new MailOutcome.Sent("250 ok");
        }
    }

    /** The mailer of one process, and how bank transfers are paid. */
    @Configuration(proxyBeanMethods = false)
    static class Mails {
        @Bean
        @Primary
        KeepingMailer keepingMailer() {
            return new KeepingMailer();
        }

        @Bean
        PaymentDetails bankDetails() {
            return new PaymentDetails("manual", "Example Bank\nIBAN XX00");
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        database.clear();
        clock.set(START);
        for (TestCore core : List.of(first, second)) {
            core.get(KeepingMailer.class).kept.clear();
            core.get(KeepingMailer.class).instead = null;
        }
        first.publish(PLANS);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        first.close();
        second.close();
        database.afterAll(context);
    }

    SettableClock clock() {
        return clock;
    }

    TestCore core() {
        return first;
    }

    TestCore secondCore() {
        return second;
    }

    DebtBook debts() {
        return first.get(DebtBook.class);
    }

    Invoice invoice(InvoiceId id) {
        return first.get(InvoiceBook.class).require(id.toString());
    }

    /** A customer on a plan, with an address; answers its key. */
    long customer(String customerId, String planId) {
        long key = first.subscribe(customerId, planId, "2026-01-01T00:00:00Z");
        first.get(CustomerRegistry.class)
                .update(customerId, new CustomerChange("The people of " + customerId, customerId + "@example.com"));
        return key;
    }

    /** An invoice of February, revision by revision, that waits for 120.00 USD and is due as said. */
    InvoiceId finalized(long customerKey, int revision, Invoice.Due due) {
        InvoiceId id = draft(customerKey, revision, "stripe");
        underGate(id, () -> {
            invoices().finalized(id, "in_" + revision, "NUM-1", clock.instant());
            debts().follow(invoice(id), due);
        });
        return id;
    }

    /** As {@link #finalized}, paid by bank transfer. */
    InvoiceId byTransfer(long customerKey, Invoice.Due due) {
        InvoiceId id = draft(customerKey, 1, "manual");
        underGate(id, () -> {
            invoices().finalized(id, id.toString(), id.toString(), clock.instant());
            debts().follow(invoice(id), due);
        });
        return id;
    }

    void tell(InvoiceId id, Invoice.Due due) {
        underGate(id, () -> debts().follow(invoice(id), due));
    }

    void pay(InvoiceId id) {
        underGate(id, () -> {
            invoices().paid(id, invoice(id).total(), clock.instant());
            debts().follow(id);
        });
    }

    void giveUp(InvoiceId id) {
        underGate(id, () -> {
            invoices().uncollectible(id);
            debts().follow(id);
        });
    }

    void withdraw(InvoiceId id) {
        invoices().voidInvoice(id.toString(), clock.instant());
    }

    private InvoiceBook invoices() {
        return first.get(InvoiceBook.class);
    }

    private void underGate(InvoiceId id, Runnable work) {
        first.get(Transactions.class).run(() -> {
            first.get(GateRepository.class).lock(List.of(id.customerKey()));
            work.run();
        });
    }

    private InvoiceId draft(long customerKey, int revision, String provider) {
        BillingPeriod period = BillingPeriod.monthContaining(Instant.parse("2026-02-01T00:00:00Z"));
        InvoiceId id = InvoiceId.of(customerKey, period.start(), InvoiceKind.ADJUSTMENT, revision);
        database.jdbcClient()
                .sql("""
                        insert into invoices (customer_key, invoice_id, period_start, period_end, kind, revision, status,
                          currency, total_amount, amount_paid, plan_version_id, provider, drafted_time)
                        values (:key, :id, :start, :end, 'ADJUSTMENT', :revision, 'DRAFT', 'USD', 12000, 0,
                          (select min(plan_version_id) from plan_versions), :provider, :now)
                        """)
                .param("key", customerKey)
                .param("id", Bytes.of(id.toString()))
                .param("start", UtcTimes.toColumn(period.start()))
                .param("end", UtcTimes.toColumn(period.end()))
                .param("revision", revision)
                .param("provider", Bytes.of(provider))
                .param("now", UtcTimes.toColumn(clock.instant()))
                .update();
        return id;
    }

    /** What mailing answers instead from now on; null = mails are taken. */
    void mailsAre(@Nullable MailOutcome instead) {
        first.get(KeepingMailer.class).instead = instead;
    }

    NotifyReport drain() {
        return first.get(Notifier.class).drain(100);
    }

    /** Advances an hour at a time, and drains as the loops of two servers do; answers the subjects of what was mailed. */
    List<String> live(Duration time) {
        for (int hour = 0; hour < time.toHours(); hour++) {
            clock.advance(Duration.ofHours(1));
            drain();
            second.get(Notifier.class).drain(100);
        }
        return subjects();
    }

    List<String> subjects() {
        return mails().stream().map(Mail::subject).toList();
    }

    List<Mail> mails() {
        List<Mail> all = new ArrayList<>(first.get(KeepingMailer.class).kept);
        all.addAll(second.get(KeepingMailer.class).kept);
        return all;
    }

    /** Each row of the outbox as {@code limit_key percent state}. */
    List<String> rows() {
        return database.jdbcClient()
                .sql("""
                        select limit_key, percent, state
                        from notifications
                        order by customer_key, limit_key, percent
                        """)
                .query((row, number) ->
                        "%s %d %s".formatted(Bytes.text(row.getBytes(1)), row.getInt(2), Bytes.text(row.getBytes(3))))
                .list();
    }

    long looks() {
        return database.jdbcClient()
                .sql("select count(*) from due_looks")
                .query(Long.class)
                .single();
    }
}
