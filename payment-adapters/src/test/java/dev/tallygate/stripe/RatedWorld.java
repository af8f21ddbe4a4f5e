package dev.tallygate.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.net.ApiResource;
import com.stripe.net.Webhook;
import com.stripe.param.billing.MeterEventCreateParams;
import dev.tallygate.TestDatabase;
import dev.tallygate.database.Bytes;
import dev.tallygate.invoice.BillingWorld;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceFilter;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.operation.ParkedBook;
import dev.tallygate.overdue.OverdueConfiguration;
import dev.tallygate.payment.CrashingProvider;
import dev.tallygate.payment.HourComparison;
import dev.tallygate.payment.HourComparison.Compared;
import dev.tallygate.payment.InvoiceDelivery;
import dev.tallygate.payment.InvoicePlanner;
import dev.tallygate.payment.PaymentBook;
import dev.tallygate.payment.PaymentConfiguration;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.payment.PaymentReconciler;
import dev.tallygate.payment.PaymentSettler;
import dev.tallygate.payment.UsageRating;
import dev.tallygate.payment.UsageReporter;
import dev.tallygate.payment.WebhookInbox;
import dev.tallygate.reconciliation.Difference;
import dev.tallygate.reconciliation.InvoiceComparison;
import dev.tallygate.reconciliation.ReconciliationConfiguration;
import dev.tallygate.time.BillingPeriod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** Core's own beans from the recorder to the settler, with a local Stripe that rates, under one clock. */
final class RatedWorld implements AutoCloseable {
    final StripeWorld stripe;
    final BillingWorld billing;
    final CrashingProvider provider;

    RatedWorld(TestDatabase database, Path folder) throws IOException {
        this(database, folder, UnaryOperator.identity());
    }

    /** Behind a Stripe that rates otherwise. */
    RatedWorld(TestDatabase database, Path folder, UnaryOperator<UsageRating> disguise) throws IOException {
        stripe = new StripeWorld(folder);
        provider = new CrashingProvider(stripe.provider) {
            @Override
            public Optional<UsageRating> rating() {
                return super.rating().map(disguise);
            }
        };
        billing = new BillingWorld(database, stripe.clock, more -> {
            more.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "machine",
                            Map.of(
                                    "tallygate.home",
                                    folder.resolve("home").toString(),
                                    "tallygate.deliveries.at-once",
                                    1))); // so that tests know which call a misfortune meets
            more.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
            more.registerBean(OverdueConfiguration.class);
            more.registerBean(PaymentConfiguration.class);
            more.registerBean(ReconciliationConfiguration.class);
            more.registerBean(PaymentProvider.class, () -> provider);
        });
    }

    /** 0.02 a thousand tokens up to a million, then 0.015; grace zero, so that our close comes before Stripe's. */
    void subscribeAcme() {
        billing.plan(
                "metered",
                "rated_by: provider",
                "charges:",
                "  - id: tokens",
                "    meter: [tokens_in, tokens_out]",
                "    per: 1_000",
                "    graduated: [{up_to: 1_000_000, price: 0.020}, {price: 0.015}]");
        billing.subscribe("acme", "metered", "2026-11-02T08:00:00Z");
    }

    /** Uses tokens at a time that has come by then. */
    void use(String customerId, long tokens, String time) {
        if (stripe.clock.instant().isBefore(Instant.parse(time))) {
            at(time);
        }
        billing.use(customerId, "gpt-4o", tokens, time);
    }

    void at(String time) {
        stripe.clock.set(time);
    }

    /** Somebody else's report to the first meter, about a customer there. */
    void sendAs(String identifier, String providerCustomerId, long value, String time) throws StripeException {
        var meterEvents = client().v1().billing().meterEvents();
        String meter =
                client().v1().billing().meters().list().getData().getFirst().getEventName();
        meterEvents.create(MeterEventCreateParams.builder()
                .setEventName(meter)
                .setIdentifier(identifier)
                .setTimestamp(Instant.parse(time).getEpochSecond())
                .putPayload("stripe_customer_id", providerCustomerId)
                .putPayload("value", Long.toString(value))
                .build());
    }

    /** What {@code deliver} does, until nothing is due at this time. */
    void deliver() {
        compare();
        for (long key : reporter().customers(0, 100)) {
            reporter().report(key);
        }
        InvoicePlanner planner = billing.bean(InvoicePlanner.class);
        planner.plan(planner.unplanned(null, 100));
        drain();
    }

    /** Sends what is due now; until nothing more is. */
    void drain() {
        InvoiceDelivery delivery = billing.bean(InvoiceDelivery.class);
        while (!delivery.drain(100).isIdle()) {
            // what an answer made due is next
        }
    }

    /** As {@link #drain}; true where the process died in it. */
    boolean dies() {
        try {
            deliver();
            return false;
        } catch (CrashingProvider.Crash died) {
            return true;
        }
    }

    /** What the comparison of a month's invoices finds: {@code CARRIED EXPLAINED 7.50: why}. */
    List<String> differences(String month) {
        List<String> found = new ArrayList<>();
        var scope = new InvoiceComparison.Scope(BillingPeriod.month(YearMonth.parse(month)), null);
        billing.bean(InvoiceComparison.class).compare(scope, new InvoiceComparison.Listener() {
            @Override
            public void listed(String name, int pages, int objects) {}

            @Override
            public void compared(int invoices, List<Difference> differences) {
                differences.forEach(one -> found.add("%s %s %s: %s"
                        .formatted(one.kind(), one.standing(), one.figures().here(), one.cause())));
            }
        });
        return found;
    }

    /** What came for an invoice of {@code acme} and went on, in the order of the kinds: {@code CARRIED 7.50}. */
    List<String> money(String invoice) {
        dev.tallygate.invoice.Invoice found =
                billing.bean(InvoiceBook.class).list(InvoiceFilter.ALL, null, 100).stream()
                        .filter(one -> invoice.equals(one.id().kind().letter() + ""
                                + one.id().revision() + " " + one.period().label()))
                        .findFirst()
                        .orElseThrow();
        return billing.bean(PaymentBook.class).ofInvoice(found.id()).stream()
                .map(row -> row.kind() + " " + row.amount().major())
                .sorted()
                .toList();
    }

    List<Compared> compare() {
        return reporter().customers(0, 100).stream()
                .flatMap(key -> billing.bean(HourComparison.class).compare(key).stream())
                .toList();
    }

    /** Asks Stripe about each invoice that is open here. */
    void reconcile() {
        PaymentReconciler reconciler = billing.bean(PaymentReconciler.class);
        billing.bean(InvoiceBook.class).list(InvoiceFilter.ofStatus(InvoiceStatus.FINALIZED), null, 100).stream()
                .map(invoice -> invoice.id().toString())
                .forEach(reconciler::reconcile);
    }

    void settle() {
        billing.bean(PaymentSettler.class).settle(100);
    }

    private UsageReporter reporter() {
        return billing.bean(UsageReporter.class);
    }

    StripeClient client() {
        return stripe.client();
    }

    /** Each report of usage, by hour and revision: {@code 2026-11-02T08 r1 1500 ACCEPTED}. */
    List<String> reports() {
        return billing.bean(JdbcClient.class)
                .sql("""
                        select r.hour_start, r.revision, r.quantity, d.state
                        from usage_reports r
                        join deliveries d on d.customer_key = r.customer_key and d.entity_id = r.entity_id
                          and d.step = r.step
                        where d.state <> 'ABANDONED'
                        order by r.customer_key, r.hour_start, r.revision
                        """)
                .query((row, number) -> "%s r%d %d %s"
                        .formatted(
                                row.getString(1).substring(0, 13).replace(' ', 'T'),
                                row.getInt(2),
                                row.getLong(3),
                                Bytes.text(row.getBytes(4))))
                .list();
    }

    /** What our reports are called at Stripe, in the order of time. */
    List<String> identifiers() {
        return billing.bean(JdbcClient.class)
                .sql("select identifier from usage_reports order by hour_start, revision")
                .query((row, number) -> Bytes.text(row.getBytes(1)))
                .list();
    }

    List<String> parked() {
        return billing.bean(ParkedBook.class).open(100).stream()
                .map(entry -> entry.cause().reason())
                .toList();
    }

    void retryParked() {
        ParkedBook book = billing.bean(ParkedBook.class);
        book.open(100).forEach(entry -> book.retry(entry.key()));
    }

    /** Stripe's own invoice for the period that ends then, as soon as it is there. */
    Invoice cycleInvoice(String periodEnd) {
        long end = Instant.parse(periodEnd).getEpochSecond();
        return until(() -> stripe.invoices().stream()
                .filter(invoice -> "subscription_cycle".equals(invoice.getBillingReason()))
                .filter(invoice -> invoice.getPeriodEnd() == end)
                .findFirst()
                .orElse(null));
    }

    /** Has that invoice paid: its grace begins when Stripe makes the draft, so the clock goes on only then. */
    void payCycle(String periodEnd, String later) {
        cycleInvoice(periodEnd);
        at(later);
        until(() -> cycleInvoice(periodEnd).getStatus().equals("paid") ? true : null);
    }

    /** Hands Stripe's thin events to our inbox as its webhooks are: signed, and without their data. */
    void tellThinEvents() throws Exception {
        JsonNode events = until(() -> {
            JsonNode found = new ObjectMapper()
                    .readTree(client().rawRequest(ApiResource.RequestMethod.GET, "/v2/core/events", null)
                            .body())
                    .path("data");
            return found.isEmpty() ? null : found;
        });
        for (JsonNode event : events) {
            ((ObjectNode) event).remove("data");
            String body = event.toString();
            String header = Webhook.Signature.generateSignatureHeader(
                    body,
                    stripe.stripe.thinWebhookSecret(),
                    stripe.clock.instant().getEpochSecond());
            billing.bean(WebhookInbox.class)
                    .receiveThin("stripe", body.getBytes(StandardCharsets.UTF_8), Map.of("stripe-signature", header));
        }
    }

    /** Looks until there is something; Stripe counts and closes by itself, a moment later. */
    static <T> T until(Callable<T> look) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < end) {
            try {
                T found = look.call();
                if (found != null) {
                    return found;
                }
            } catch (StripeException failed) {
                throw new AssertionError(failed);
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
            LockSupport.parkNanos(20_000_000);
        }
        throw new AssertionError("nothing came");
    }

    @Override
    public void close() {
        billing.close();
        stripe.close();
    }
}
