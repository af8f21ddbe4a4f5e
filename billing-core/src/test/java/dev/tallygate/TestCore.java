package dev.tallygate;

import dev.tallygate.access.AccessConfiguration;
import dev.tallygate.catalog.CatalogConfiguration;
import dev.tallygate.catalog.MeterBook;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanParser;
import dev.tallygate.customer.CustomerConfiguration;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.customer.SubscriptionRequest;
import dev.tallygate.database.DatabaseConfiguration;
import dev.tallygate.ledger.LedgerConfiguration;
import dev.tallygate.notification.NotificationConfiguration;
import dev.tallygate.operation.OperationConfiguration;
import dev.tallygate.quota.QuotaConfiguration;
import dev.tallygate.reservation.ReservationConfiguration;
import dev.tallygate.usage.GateLanes;
import dev.tallygate.usage.UsageConfiguration;
import java.time.Clock;
import java.time.Instant;
import java.util.Currency;
import java.util.Map;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * The beans of the core on a {@link TestDatabase}, as one server has them; a second one on the same database is a second
 * server. The clock is the test's.
 */
public final class TestCore implements AutoCloseable {

    private final AnnotationConfigApplicationContext context;

    private TestCore(AnnotationConfigApplicationContext context) {
        this.context = context;
    }

    /** Starts the core, and with it what the classes add. */
    public static TestCore start(TestDatabase database, Clock clock, Class<?>... more) {
        return start(database, clock, Map.of("tallygate.db.url", database.url()), more);
    }

    /** As {@link #start(TestDatabase, Clock, Class[])}, reaching the database as these settings say. */
    public static TestCore start(TestDatabase database, Clock clock, Map<String, Object> settings, Class<?>... more) {
        var context = new AnnotationConfigApplicationContext();
        context.setAllowBeanDefinitionOverriding(true);
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("usage", Map.of("tallygate.usage.totals-behind-max", 2)));
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("database", settings));
        context.register(
                DatabaseConfiguration.class,
                OperationConfiguration.class,
                AccessConfiguration.class,
                CatalogConfiguration.class,
                CustomerConfiguration.class,
                LedgerConfiguration.class,
                NotificationConfiguration.class,
                ReservationConfiguration.class,
                UsageConfiguration.class,
                QuotaConfiguration.class);
        if (more.length > 0) {
            context.register(more);
        }
        context.registerBean("testClock", Clock.class, () -> clock, definition -> definition.setPrimary(true));
        context.refresh();
        database.whenCleared(context.getBean(GateLanes.class)::forget);
        database.whenCleared(context.getBean(MeterBook.class)::forget);
        return new TestCore(context);
    }

    /** The bean of this type. */
    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    /** Publishes the plans of a YAML text. */
    public void publish(String yaml) {
        get(PlanCatalog.class).publish(PlanParser.parse(yaml));
    }

    /** Makes a customer and puts it on the plan from a time on; answers its key. */
    public long subscribe(String customerId, String planId, String start) {
        Currency currency =
                get(PlanCatalog.class).latest(planId).orElseThrow().plan().currency();
        long customerKey = get(CustomerRegistry.class)
                .create(new CustomerProfile(customerId, "", "", currency, "stripe"))
                .customerKey();
        get(SubscriptionBook.class)
                .create(new SubscriptionRequest(customerId, "sub-" + customerId, planId, Instant.parse(start)));
        return customerKey;
    }

    @Override
    public void close() {
        context.close();
    }
}
