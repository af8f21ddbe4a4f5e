package dev.tallygate.month;

import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.DraftApprovals;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The bean of this package. */
@Configuration(proxyBeanMethods = false)
public class MonthConfiguration {
    @Bean
    public MonthBook monthBook(JdbcClient jdbc, DraftApprovals approvals, Transactions transactions) {
        return new MonthBook(new MonthRepository(jdbc), new AccountingRepository(jdbc), approvals, transactions);
    }
}
