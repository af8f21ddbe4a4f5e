package dev.tallygate.usage;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.CustomerRegistry;
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
    UsageEventRepository usageEventRepository(JdbcTemplate jdbcTemplate) {
        return new UsageEventRepository(jdbcTemplate);
    }

    @Bean
    UsageTotalRepository usageTotalRepository(JdbcTemplate jdbcTemplate) {
        return new UsageTotalRepository(jdbcTemplate);
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
    GroupReader groupReader(
            CustomerRegistry customers,
            HoldBook holds,
            UsageEventRepository events,
            PeriodRepository periods,
            WindowReader windows,
            TotalsReader totals,
            PlanCatalog catalog) {
        return new GroupReader(customers, holds, events, periods, windows, totals, catalog);
    }

    @Bean
    GroupWriter groupWriter(
            GateRepository gates,
            PeriodRepository periods,
            UsageEventRepository events,
            UsageTotalRepository totals,
            NotificationRepository notifications,
            HoldBook holds,
            UsageSettings settings) {
        return new GroupWriter(gates, periods, events, totals, notifications, holds, settings.totalsBehindMax());
    }

    @Bean
    LockedRecorder lockedRecorder(
            CustomerRegistry customers,
            GateRepository gates,
            GroupReader reader,
            GroupWriter writer,
            Scripts scripts,
            Transactions transactions) {
        return new LockedRecorder(customers, gates, reader, writer, scripts, transactions);
    }

    @Bean
    OneTripRecorder oneTripRecorder(GroupWriter writer, HoldBook holds, Scripts scripts) {
        return new OneTripRecorder(writer, holds, scripts);
    }

    @Bean
    public UsageRecorder usageRecorder(
            OneTripRecorder oneTrip, LockedRecorder locked, UsageSettings settings, Clock clock) {
        return new UsageRecorder(() -> new GroupRecorder(oneTrip, locked, settings, clock));
    }
}
