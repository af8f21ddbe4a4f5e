package dev.tallygate.server;

import dev.tallygate.access.AccessConfiguration;
import dev.tallygate.access.FirstKey;
import dev.tallygate.catalog.CatalogConfiguration;
import dev.tallygate.customer.CustomerConfiguration;
import dev.tallygate.database.DatabaseConfiguration;
import dev.tallygate.document.DocumentConfiguration;
import dev.tallygate.invoice.InvoiceConfiguration;
import dev.tallygate.ledger.LedgerConfiguration;
import dev.tallygate.mail.MailConfiguration;
import dev.tallygate.manual.ManualConfiguration;
import dev.tallygate.modelcost.ModelCostConfiguration;
import dev.tallygate.notification.NotificationConfiguration;
import dev.tallygate.operation.OperationConfiguration;
import dev.tallygate.overdue.OverdueConfiguration;
import dev.tallygate.payment.PaymentConfiguration;
import dev.tallygate.payment.PaymentProviders;
import dev.tallygate.paystack.PaystackConfiguration;
import dev.tallygate.quota.QuotaConfiguration;
import dev.tallygate.reservation.ReservationConfiguration;
import dev.tallygate.server.grpc.GrpcConfiguration;
import dev.tallygate.server.http.HttpConfiguration;
import dev.tallygate.server.loop.LoopConfiguration;
import dev.tallygate.server.webhook.WebhookConfiguration;
import dev.tallygate.stripe.StripeConfiguration;
import dev.tallygate.usage.UsageConfiguration;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/** What the server is made of, in the order of the flow; nothing is scanned for. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableConfigurationProperties(ServerSettings.class)
@Import({
    DatabaseConfiguration.class,
    OperationConfiguration.class,
    AccessConfiguration.class,
    CatalogConfiguration.class,
    CustomerConfiguration.class,
    LedgerConfiguration.class,
    MailConfiguration.class,
    NotificationConfiguration.class,
    ReservationConfiguration.class,
    UsageConfiguration.class,
    QuotaConfiguration.class,
    InvoiceConfiguration.class,
    DocumentConfiguration.class,
    OverdueConfiguration.class,
    ModelCostConfiguration.class,
    PaymentConfiguration.class,
    ManualConfiguration.class,
    StripeConfiguration.class,
    PaystackConfiguration.class,
    GrpcConfiguration.class,
    HttpConfiguration.class,
    WebhookConfiguration.class,
    LoopConfiguration.class,
    SpringParts.class
})
public class ServerConfiguration {

    /** The first key is there before a door opens. */
    @Bean
    SmartInitializingSingleton firstKeyWritten(FirstKey firstKey) {
        return firstKey::writeIfNone;
    }

    @Bean
    ReadyNotice readyNotice(
            GrpcServerLifecycle grpc,
            ServletWebServerApplicationContext http,
            FirstKey firstKey,
            PaymentProviders providers) {
        return new ReadyNotice(grpc, http, firstKey.file(), providers);
    }
}
