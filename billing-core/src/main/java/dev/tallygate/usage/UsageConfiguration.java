package dev.tallygate.usage;

import dev.tallygate.catalog.MeterBook;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.database.Scripts;
import dev.tallygate.database.Transactions;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.ledger.PeriodRepository;
import dev.tallygate.ledger.WindowReader;
import dev.tallygate.notification.NotificationRepository;
import dev.tallygate.reservation.HoldBook;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The beans of recording and of reading what is recorded. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UsageSettings.class)
public class UsageConfiguration {

    @Bean
    UsageEventRepository usageEventRepository(JdbcTemplate jdbcTemplate, MeterBook meters) {
        return new UsageEventRepository(jdbcTemplate, meters);
    }

    @Bean
    UsageTotalRepository usageTotalRepository(JdbcTemplate jdbcTemplate, MeterBook meters) {
        return new UsageTotalRepository(jdbcTemplate, meters);
    }

    @Bean
    public UsageReader usageReader(UsageEventRepository events) {
        return new UsageReader(events);
    }

    @Bean
    public UsageFeed usageFeed(UsageEventRepository events, PlanCatalog catalog) {
        return new UsageFeed(events, catalog);
    }

    @Bean
    public TotalsReader totalsReader(WindowReader windows, UsageTotalRepository totals, PlanCatalog catalog) {
        return new TotalsReader(windows, totals, catalog);
    }

    @Bean
    GateReader gateReader(
            CustomerRegistry customers,
            HoldBook holds,
            UsageEventRepository events,
            PeriodRepository periods,
            WindowReader windows,
            TotalsReader totals,
            PlanCatalog catalog) {
        return new GateReader(customers, holds, events, periods, windows, totals, catalog);
    }

    @Bean
    GateWriter gateWriter(
            GateRepository gates,
            PeriodRepository periods,
            UsageEventRepository events,
            UsageTotalRepository totals,
            NotificationRepository notifications,
            HoldBook holds,
            UsageSettings settings) {
        return new GateWriter(gates, periods, events, totals, notifications, holds, settings.totalsBehindMax());
    }

    @Bean
    GateRows gateRows(
            MeterBook meters,
            CustomerRegistry customers,
            GateRepository gates,
            GateReader reader,
            GateWriter writer,
            Scripts scripts,
            Transactions transactions) {
        return new DatabaseRows(meters, customers, gates, reader, writer, scripts, transactions);
    }

    @Bean
    public GateLanes gateLanes(GateRows rows, UsageSettings settings, Clock clock) {
        return new GateLanes(
                GateLanes.BOUNDS, () -> new LaneWorker(new OneTripWay(rows), new LockedWay(rows), settings, clock));
    }

    @Bean
    public UsageRehearser usageRehearser(
            GateRows rows, GateRepository gates, Transactions transactions, Clock clock, UsageSettings settings) {
        return new UsageRehearser(rows, gates, transactions, clock, settings);
    }

    @Bean
    public Rerater rerater(
            SubscriptionBook subscriptions,
            PlanCatalog plans,
            GateRepository gates,
            GateRows rows,
            Transactions transactions,
            Clock clock,
            UsageSettings settings) {
        return new Rerater(subscriptions, plans, gates, rows, transactions, clock, settings);
    }

    @Bean
    public UsageRecorder usageRecorder(GateLanes lanes) {
        return new UsageRecorder(lanes);
    }
}
