package dev.tallygate.server.loop;

import dev.tallygate.operation.LeaseBook;
import dev.tallygate.payment.InvoiceDelivery;
import dev.tallygate.payment.PaymentSettler;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The loops of a server: a table of contents. */
@Configuration(proxyBeanMethods = false)
public class LoopConfiguration {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int ROUND_MAX = 50;

    /** Sends what is planned for providers: new customers, invoices that {@code batch deliver} planned. */
    @Bean
    public Loop delivering(LeaseBook leases, InvoiceDelivery deliveries) {
        return new Loop(
                "deliver-loop",
                PAUSE,
                leases,
                () -> !deliveries.drain(ROUND_MAX).isIdle());
    }

    /** Applies stored webhooks to invoices. */
    @Bean
    public Loop settling(LeaseBook leases, PaymentSettler settler) {
        return new Loop(
                "settle-loop", PAUSE, leases, () -> !settler.settle(ROUND_MAX).isIdle());
    }
}
