package dev.tallygate.batch.margin;

import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.VerifiablePeriods;
import dev.tallygate.modelcost.MarginBook;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of this package. */
@Configuration(proxyBeanMethods = false)
public class MarginConfiguration {

    @Bean
    public MarginsJob marginsJob(
            JobRepository repository, VerifiablePeriods periods, MarginBook margins, CustomerRegistry customers) {
        return new MarginsJob(repository, periods, margins, customers);
    }
}
