package dev.tallygate.payment;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.catalog.CatalogConfiguration;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerConfiguration;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.Bytes;
import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceConfiguration;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceKind;
import dev.tallygate.ledger.LedgerConfiguration;
import dev.tallygate.operation.Installation;
import dev.tallygate.operation.Mode;
import dev.tallygate.operation.OperationConfiguration;
import dev.tallygate.operation.Parked;
import dev.tallygate.operation.ParkedBook;
import dev.tallygate.overdue.OverdueConfiguration;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.time.UtcTimes;
import dev.tallygate.usage.UsageConfiguration;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** This package with its neighbours, as a process has them: on a test's database, with its providers and clock. */
public final class PaymentWorld implements AutoCloseable {
    public static final Installation INSTALLATION =
            new Installation("0b6c7e1e-test", Mode.TEST, Instant.parse("2026-01-01T00:00:00Z"));

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final TestDatabase database;
    private final SettableClock clock;
    private final String firstProvider;
    private final Map<String, PaymentProvider> providers = new ConcurrentHashMap<>();

    public PaymentWorld(TestDatabase database, SettableClock clock, PaymentProvider provider) {
        this(database, clock, provider, someHome());
    }

    private static Path someHome() {
        return Path.of("target", "homes", UUID.randomUUID().toString());
    }

    /** On a machine with this TALLYGATE_HOME. */
    public PaymentWorld(TestDatabase database, SettableClock clock, PaymentProvider provider, Path home) {
        this(database, clock, List.of(provider), home);
    }

    /** With several providers; customers that are made here are of the first. */
    public PaymentWorld(TestDatabase database, SettableClock clock, List<PaymentProvider> providers, Path home) {
        this(1, database, clock, providers, home);
    }

    /** One whose drains make so many calls at a time; elsewhere it is one, so that tests know which is the next. */
    static PaymentWorld atOnce(int atOnce, TestDatabase database, SettableClock clock, PaymentProvider provider) {
        return new PaymentWorld(atOnce, database, clock, List.of(provider), someHome());
    }

    private PaymentWorld(
            int atOnce, TestDatabase database, SettableClock clock, List<PaymentProvider> providers, Path home) {
        this.database = database;
        this.clock = clock;
        this.firstProvider = providers.getFirst().name();
        providers.forEach(one -> this.providers.put(one.name(), one));
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "machine", Map.of("tallygate.home", home.toString(), "tallygate.deliveries.at-once", atOnce)));
        context.setAllowBeanDefinitionOverriding(true);
        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
        context.register(
                OperationConfiguration.class,
                CustomerConfiguration.class,
                LedgerConfiguration.class,
                CatalogConfiguration.class,
                UsageConfiguration.class,
                InvoiceConfiguration.class,
                OverdueConfiguration.class,
                PaymentConfiguration.class);
        context.registerBean("installation", Installation.class, () -> INSTALLATION);
        context.registerBean(JdbcClient.class, database::jdbcClient);
        context.registerBean(JdbcTemplate.class, database::jdbcTemplate);
        context.registerBean(Transactions.class, database::transactions);
        context.registerBean(TransactionTemplate.class, database::transactionTemplate);
        context.registerBean(Clock.class, () -> clock);
        for (String name : this.providers.keySet()) {
            context.registerBean(name, PaymentProvider.class, () -> Objects.requireNonNull(this.providers.get(name)));
        }
        context.refresh();
    }

    /**
     * As after a kill and a new start, with this provider from now on: every bean is made anew, so that only rows are
     * left of what was known. Quicker than another world by all that a context reads of its classes.
     */
    public void restart(PaymentProvider provider) {
        providers.put(provider.name(), provider);
        for (String name : context.getBeanDefinitionNames()) {
            if (context.getBeanDefinition(name).getRole() == BeanDefinition.ROLE_APPLICATION) {
                context.getDefaultListableBeanFactory().destroySingleton(name);
            }
        }
    }

    /** Any bean of it, for jobs that are put together by hand. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public CustomerRegistry customers() {
        return context.getBean(CustomerRegistry.class);
    }

    public InvoiceBook invoices() {
        return context.getBean(InvoiceBook.class);
    }

    public InvoicePlanner planner() {
        return context.getBean(InvoicePlanner.class);
    }

    public InvoiceDelivery delivery() {
        return context.getBean(InvoiceDelivery.class);
    }

    public WebhookInbox inbox() {
        return context.getBean(WebhookInbox.class);
    }

    public PaymentSettler settler() {
        return context.getBean(PaymentSettler.class);
    }

    public PaymentReconciler reconciler() {
        return context.getBean(PaymentReconciler.class);
    }

    public ParkedBook parked() {
        return context.getBean(ParkedBook.class);
    }

    /** What is parked, as {@code reason: detail}. */
    public List<String> parkedReasons() {
        return parked().open(100).stream().map(entry -> entry.cause().reason()).toList();
    }

    /** What came for an invoice and went back, each as {@code kind object state amount}. */
    public List<String> money(InvoiceId id) {
        return context.getBean(PaymentBook.class).ofInvoice(id).stream()
                .map(row -> "%s %s %s %s"
                        .formatted(
                                row.kind(),
                                row.objectId(),
                                row.state(),
                                row.amount().display()))
                .toList();
    }

    /** Mends everything that is parked by trying it again. */
    public void retryParked() {
        parked().open(100).stream().map(Parked::key).forEach(parked()::retry);
    }

    public Customer customer(String customerId, String currency) {
        return customers()
                .create(new CustomerProfile(
                        customerId,
                        "The people of " + customerId,
                        customerId + "@example.com",
                        Currency.getInstance(currency),
                        firstProvider));
    }

    /** A draft for the month before the clock's, with one flat line for each amount; nothing is planned yet. */
    public InvoiceId draft(Customer customer, long... amounts) {
        BillingPeriod period = BillingPeriod.monthContaining(clock.instant()).previous();
        InvoiceId id = InvoiceId.of(customer.customerKey(), period.start(), InvoiceKind.PERIOD, 1);
        String currency = customer.profile().currency().getCurrencyCode();
        database.jdbcClient()
                .sql("""
                        insert into invoices (customer_key, invoice_id, period_start, period_end, kind, revision, living,
                          status, currency, total_amount, amount_paid, plan_version_id, provider, drafted_time)
                        values (:key, :id, :start, :end, 'PERIOD', 1, 1, 'DRAFT', :currency, :total, 0, 1, :provider, :now)
                        """)
                .param("key", customer.customerKey())
                .param("id", Bytes.of(id.toString()))
                .param("start", UtcTimes.toColumn(period.start()))
                .param("end", UtcTimes.toColumn(period.end()))
                .param("currency", currency)
                .param("total", LongStream.of(amounts).sum())
                .param("provider", Bytes.of(customer.profile().provider()))
                .param("now", UtcTimes.toColumn(clock.instant()))
                .update();
        for (int i = 0; i < amounts.length; i++) {
            insertLine(id, period, currency, i + 1, amounts[i]);
        }
        return id;
    }

    /** A draft that adjusts this invoice, with one line for each amount; nothing is planned yet. */
    public InvoiceId adjustment(InvoiceId original, int revision, long... amounts) {
        Invoice of = invoice(original);
        Instant start = of.period().start();
        InvoiceId id = InvoiceId.of(of.customerKey(), start, InvoiceKind.ADJUSTMENT, revision);
        String currency = of.total().currency().getCurrencyCode();
        database.jdbcClient()
                .sql("""
                        insert into invoices (customer_key, invoice_id, period_start, period_end, kind, revision, status,
                          currency, total_amount, amount_paid, plan_version_id, provider, drafted_time)
                        values (:key, :id, :start, :end, 'ADJUSTMENT', :revision, 'DRAFT', :currency, :total, 0, 1,
                          :provider, :now)
                        """)
                .param("key", of.customerKey())
                .param("id", Bytes.of(id.toString()))
                .param("start", UtcTimes.toColumn(start))
                .param("end", UtcTimes.toColumn(of.period().end()))
                .param("revision", revision)
                .param("currency", currency)
                .param("total", LongStream.of(amounts).sum())
                .param("provider", Bytes.of(of.reference().provider()))
                .param("now", UtcTimes.toColumn(clock.instant()))
                .update();
        for (int i = 0; i < amounts.length; i++) {
            insertLine(id, of.period(), currency, i + 1, amounts[i]);
        }
        return id;
    }

    /** As {@link #adjustment}, and planned. */
    public InvoiceId plannedAdjustment(InvoiceId original, int revision, long... amounts) {
        InvoiceId id = adjustment(original, revision, amounts);
        planner().plan(List.of(id.toString()));
        return id;
    }

    /** As {@link #draft}, and planned. */
    public InvoiceId planned(Customer customer, long... amounts) {
        InvoiceId id = draft(customer, amounts);
        planner().plan(List.of(id.toString()));
        return id;
    }

    public Invoice invoice(InvoiceId id) {
        return invoices().require(id.toString());
    }

    /** Drains until nothing is left to wait for; time passes as it must. */
    public void drainAll() {
        for (int round = 0; round < 200; round++) {
            DrainReport report = delivery().drain(1_000);
            if (report.nextTime().isEmpty()) {
                return;
            }
            Instant next = report.nextTime().get();
            if (next.isAfter(clock.instant())) {
                clock.advance(Duration.between(clock.instant(), next));
            }
        }
        throw new AssertionError("deliveries never end: " + states());
    }

    /** Every delivery as {@code kind line state}, in the order of the steps. */
    public List<String> states() {
        return database.jdbcClient()
                .sql("""
                        select kind, line_number, state
                        from deliveries
                        order by customer_key, entity_id, step, request_revision
                        """)
                .query((row, number) -> "%s %d %s"
                        .formatted(
                                Bytes.text(row.getBytes("kind")),
                                row.getInt("line_number"),
                                Bytes.text(row.getBytes("state"))))
                .list();
    }

    /** Every stored webhook's state, by event id. */
    public List<String> eventStates() {
        return database.jdbcClient()
                .sql("""
                        select event_id, state
                        from provider_events
                        order by event_id
                        """)
                .query((row, number) -> Bytes.text(row.getBytes("event_id")) + " " + Bytes.text(row.getBytes("state")))
                .list();
    }

    private void insertLine(InvoiceId id, BillingPeriod period, String currency, int lineNumber, long amount) {
        database.jdbcClient()
                .sql("""
                        insert into invoice_lines (customer_key, invoice_id, line_number, kind, currency, period_start,
                          period_end, window_start, charge_id, rating_key, plan_version_id, through_seq, quantity,
                          allowance_used, unrounded_amount, prior_amount, amount, description, explanation)
                        values (:key, :id, :number, 'FLAT', :currency, :start, :end, :start, :charge, '', 1, 1, 0,
                          0, 0, 0, :amount, :charge, '{}')
                        """)
                .param("key", id.customerKey())
                .param("id", Bytes.of(id.toString()))
                .param("number", lineNumber)
                .param("currency", currency)
                .param("start", UtcTimes.toColumn(period.start()))
                .param("end", UtcTimes.toColumn(period.end()))
                .param("charge", "charge-" + lineNumber)
                .param("amount", amount)
                .update();
    }

    @Override
    public void close() {
        context.close();
    }
}
