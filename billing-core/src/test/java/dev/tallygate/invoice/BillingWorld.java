package dev.tallygate.invoice;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.catalog.CatalogConfiguration;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanParser;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerConfiguration;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.customer.SubscriptionRequest;
import dev.tallygate.database.DatabaseConfiguration;
import dev.tallygate.ledger.LedgerConfiguration;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.notification.NotificationConfiguration;
import dev.tallygate.operation.OperationConfiguration;
import dev.tallygate.operation.Parked;
import dev.tallygate.operation.ParkedBook;
import dev.tallygate.reservation.ReservationConfiguration;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.time.UtcTimes;
import dev.tallygate.usage.EventResult;
import dev.tallygate.usage.PeriodChange;
import dev.tallygate.usage.RecordedEvent;
import dev.tallygate.usage.Rerater;
import dev.tallygate.usage.UsageConfiguration;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.UsageReader;
import dev.tallygate.usage.UsageRecorder;
import dev.tallygate.usage.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Plans, customers, usage and bills in words, on core's own beans and a real database, under a clock that stands. */
public final class BillingWorld implements AutoCloseable {
    private static final int CHUNK = 50;

    private final SettableClock clock;
    private final AtomicLong events = new AtomicLong();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    public BillingWorld(TestDatabase database) {
        this(database, SettableClock.at("2026-04-15T00:00:00Z"), more -> {});
    }

    /** Under a clock that others have too, and with more beans. */
    public BillingWorld(TestDatabase database, SettableClock clock, Consumer<GenericApplicationContext> more) {
        this.clock = clock;
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test", Map.of("tallygate.db.url", database.url(), "tallygate.usage.totals-behind-max", 2)));
        context.registerBean("clock", Clock.class, () -> clock);
        context.register(
                DatabaseConfiguration.class,
                OperationConfiguration.class,
                CatalogConfiguration.class,
                CustomerConfiguration.class,
                LedgerConfiguration.class,
                NotificationConfiguration.class,
                ReservationConfiguration.class,
                UsageConfiguration.class,
                InvoiceConfiguration.class);
        more.accept(context);
        context.refresh();
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public BillingWorld at(String now) {
        clock.set(now);
        return this;
    }

    public SettableClock clock() {
        return clock;
    }

    /** Publishes a plan in US dollars without grace: its charges, and more keys where they are given. */
    public void plan(String planId, String... lines) {
        planOf("plan: " + planId + "\ncurrency: USD\ngrace: 0s\n", lines);
    }

    /** Publishes a plan: the beginning of its YAML and more lines. */
    public void planOf(String beginning, String... lines) {
        bean(PlanCatalog.class).publish(PlanParser.parse(beginning + String.join("\n", lines) + "\n"));
    }

    /** Makes a customer on a plan from a time on. */
    public void subscribe(String customerId, String planId, String start) {
        Currency usd = Currency.getInstance("USD");
        bean(CustomerRegistry.class).create(new CustomerProfile(customerId, "", "", usd, CustomerProfile.STRIPE));
        bean(SubscriptionBook.class).create(new SubscriptionRequest(customerId, "main", planId, Instant.parse(start)));
    }

    /** Ends the customer's subscription with the month. */
    public void end(String customerId) {
        bean(SubscriptionBook.class).cancel(customerId, "main", null);
    }

    /** Records one event of output tokens. */
    public EventResult use(String customerId, String modelId, long tokensOut, String time) {
        return use(event(customerId, modelId, Instant.parse(time))
                .tokensOut(tokensOut)
                .build());
    }

    /** An event with the next id. */
    UsageEvent.Builder event(String customerId, String modelId, Instant time) {
        return UsageEvent.builder("e" + events.incrementAndGet(), customerId)
                .modelId(modelId)
                .usageTime(time);
    }

    EventResult use(UsageEvent event) {
        EventResult result = bean(UsageRecorder.class)
                .backfill(List.of(event))
                .toCompletableFuture()
                .join()
                .getFirst();
        if (result.verdict() != Verdict.RECORDED) {
            throw new IllegalStateException("not recorded: " + result);
        }
        return result;
    }

    /** Takes an event away again. */
    public EventResult voidEvent(String customerId, String eventId) {
        UsageEvent voiding = UsageEvent.builder("void-" + eventId, customerId)
                .correctsEventId(eventId)
                .build();
        return recordAll(List.of(voiding)).getFirst();
    }

    /** Puts another quantity of output tokens in an event's place, at the same time; answers what became of it. */
    public EventResult amend(String customerId, RecordedEvent wrong, long tokensOut) {
        return amend(
                customerId,
                wrong,
                amendOf(customerId, wrong).tokensOut(tokensOut).build());
    }

    /** What takes the place of an event, of the same model and time. */
    static UsageEvent.Builder amendOf(String customerId, RecordedEvent wrong) {
        String eventId = wrong.event().eventId();
        return UsageEvent.builder("amend-" + eventId, customerId)
                .correctsEventId(eventId)
                .modelId(wrong.event().modelId())
                .usageTime(wrong.event().usedAt().orElseThrow());
    }

    EventResult amend(String customerId, RecordedEvent wrong, UsageEvent second) {
        String eventId = wrong.event().eventId();
        UsageEvent voiding = UsageEvent.builder("void-" + eventId, customerId)
                .correctsEventId(eventId)
                .build();
        return recordAll(List.of(voiding, second)).getLast();
    }

    private List<EventResult> recordAll(List<UsageEvent> all) {
        return bean(UsageRecorder.class).record(all).toCompletableFuture().join();
    }

    /** Moves the customer's month to the latest version of a plan. */
    public List<PeriodChange> rerate(String customerId, String planId, String month) {
        Customer customer = bean(CustomerRegistry.class).require(customerId);
        return bean(Rerater.class)
                .rerate(
                        customer,
                        bean(SubscriptionBook.class).latest(customer, planId),
                        BillingPeriod.month(YearMonth.parse(month)));
    }

    /** What is recorded of the customer, in the order of seq. */
    public List<RecordedEvent> rows(String customerId) {
        return bean(UsageReader.class).events(customerKey(customerId), 0, 100_000);
    }

    /** Bills all customers as a run would that starts now. */
    public List<BillOutcome> bill(String until) {
        BillingMoment moment = new BillingMoment(Instant.parse(until), UtcTimes.toMicros(clock.instant()));
        List<BillOutcome> outcomes = new ArrayList<>();
        for (List<PeriodKey> chunk : chunks(moment)) {
            outcomes.addAll(bean(PeriodBilling.class).bill(moment, chunk));
        }
        return outcomes;
    }

    /** As {@link #bill}, rolled back. */
    public List<BillOutcome> rehearse(String until) {
        BillingMoment moment = new BillingMoment(Instant.parse(until), UtcTimes.toMicros(clock.instant()));
        List<BillOutcome> outcomes = new ArrayList<>();
        for (List<PeriodKey> chunk : chunks(moment)) {
            outcomes.addAll(bean(PeriodBilling.class).rehearse(moment, chunk));
        }
        return outcomes;
    }

    private List<List<PeriodKey>> chunks(BillingMoment moment) {
        DuePeriods due = bean(DuePeriods.class);
        List<PeriodKey> keys = new ArrayList<>();
        for (long first = 1; first <= due.customerKeyMax(); first += DuePeriods.RANGE_SIZE) {
            keys.addAll(due.ofRange(first, moment));
        }
        List<List<PeriodKey>> chunks = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += CHUNK) {
            chunks.add(keys.subList(from, Math.min(from + CHUNK, keys.size())));
        }
        return chunks;
    }

    /** The customer's invoices by id, each as {@code P1 2026-03 DRAFT 1.23: tokens gpt 1.23 | base 20.00}. */
    public List<String> invoices(String customerId) {
        InvoiceBook book = bean(InvoiceBook.class);
        return book.list(InvoiceFilter.ofCustomer(customerKey(customerId)), null, 1_000).stream()
                .map(invoice -> "%s%d %s %s %s: %s"
                        .formatted(
                                invoice.id().kind().letter(),
                                invoice.id().revision(),
                                invoice.period().label(),
                                invoice.status(),
                                invoice.total().major(),
                                lines(book, invoice)))
                .toList();
    }

    private static String lines(InvoiceBook book, Invoice invoice) {
        return String.join(
                " | ",
                book.lines(invoice.id()).stream()
                        .map(line -> line(line, invoice))
                        .toList());
    }

    private static String line(InvoiceLine line, Invoice invoice) {
        return switch (line) {
            case InvoiceLine.Carry carry -> "carry " + carry.amount().major();
            case InvoiceLine.Rated rated -> {
                LineKey key = rated.key();
                String period = key.period().equals(invoice.period())
                        ? ""
                        : key.period().label() + " ";
                String name = key.ratingKey().isEmpty() ? key.chargeId() : key.chargeId() + " " + key.ratingKey();
                yield period + name + " " + rated.amount().major();
            }
        };
    }

    public long customerKey(String customerId) {
        return bean(CustomerRegistry.class).require(customerId).customerKey();
    }

    /** What is parked of the customer, by id. */
    public Parked parked(String customerId, String parkedId) {
        return bean(ParkedBook.class)
                .find(new Parked.ParkedKey(customerKey(customerId), parkedId))
                .orElseThrow();
    }

    @Override
    public void close() {
        context.close();
    }
}
