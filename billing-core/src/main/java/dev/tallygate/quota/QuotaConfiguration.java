package dev.tallygate.quota;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.Transactions;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.ledger.PeriodRepository;
import dev.tallygate.ledger.WindowReader;
import dev.tallygate.reservation.HoldBook;
import dev.tallygate.usage.GateLanes;
import dev.tallygate.usage.TotalsReader;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of quotas. */
@Configuration(proxyBeanMethods = false)
public class QuotaConfiguration {

    @Bean
    StandingReader standingReader(
            CustomerRegistry customers, GateRepository gates, PeriodRepository periods, WindowReader windows) {
        return new StandingReader(customers, gates, periods, windows);
    }

    @Bean
    OutlookReader outlookReader(TotalsReader totals, HoldBook holds) {
        return new OutlookReader(totals, holds);
    }

    @Bean
    public QuotaLedger quotaLedger(
            StandingReader standings,
            OutlookReader outlooks,
            PlanCatalog catalog,
            Transactions transactions,
            Clock clock) {
        return new QuotaLedger(standings, outlooks, catalog, transactions, clock);
    }

    @Bean
    public QuotaReserver quotaReserver(GateLanes lanes) {
        return new QuotaReserver(lanes);
    }
}
