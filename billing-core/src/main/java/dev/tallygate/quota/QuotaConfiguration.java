package dev.tallygate.quota;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.database.Transactions;
import dev.tallygate.reservation.HoldBook;
import dev.tallygate.usage.GateLanes;
import dev.tallygate.usage.TotalsReader;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The beans of quotas. */
@Configuration(proxyBeanMethods = false)
public class QuotaConfiguration {

    @Bean
    StandingRepository standingRepository(JdbcTemplate jdbcTemplate) {
        return new StandingRepository(jdbcTemplate);
    }

    @Bean
    OutlookReader outlookReader(TotalsReader totals, HoldBook holds) {
        return new OutlookReader(totals, holds);
    }

    @Bean
    public QuotaLedger quotaLedger(
            StandingRepository standings,
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
