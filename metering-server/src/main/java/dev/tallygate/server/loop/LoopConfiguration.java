package dev.tallygate.server.loop;

import dev.tallygate.mail.MailConfiguration;
import dev.tallygate.notification.Notifier;
import dev.tallygate.notification.NotifyReport;
import dev.tallygate.operation.LeaseBook;
import dev.tallygate.payment.InvoiceDelivery;
import dev.tallygate.payment.PaymentSettler;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The loops of a server: a table of contents. */
@Configuration(proxyBeanMethods = false)
public class LoopConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(LoopConfiguration.class);
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

    /** Mails crossings to customers; where there is no mail server, there is no loop either, and a line says so. */
    @Bean
    @Conditional(MailConfiguration.IsOn.class)
    public Loop notifying(LeaseBook leases, Notifier notifier) {
        return new Loop("notify-loop", PAUSE, leases, () -> isBusy(notifier.drain(ROUND_MAX)));
    }

    private static boolean isBusy(NotifyReport report) {
        return !report.isIdle() && report.obstacle().isEmpty();
    }

    @Bean
    SmartInitializingSingleton mailNotice(Notifier notifier) {
        return () -> {
            if (!notifier.isOn()) {
                LOG.warn(
                        "mail=off: TALLYGATE_SMTP_URL is not set, customers are not told of their limits; waiting={}",
                        notifier.waiting());
            }
        };
    }
}
