package dev.tallygate.manual;

import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.mail.MailConfiguration;
import dev.tallygate.mail.Mailer;
import dev.tallygate.overdue.PaymentDetails;
import dev.tallygate.payment.ProviderSwitch;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Switches bank transfer on where TALLYGATE_BANK_DETAILS is set and mails can be sent. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ManualSettings.class)
public class ManualConfiguration {

    @Bean
    ProviderSwitch manualSwitch(ManualSettings settings) {
        return new ProviderSwitch(
                ManualProvider.NAME, settings.isOn() ? "TALLYGATE_SMTP_URL" : "TALLYGATE_BANK_DETAILS");
    }

    @Bean
    @Conditional(DetailsAreSet.class)
    PaymentDetails bankDetails(ManualSettings settings) {
        return new PaymentDetails(ManualProvider.NAME, settings.details());
    }

    @Bean
    @Conditional({DetailsAreSet.class, MailConfiguration.IsOn.class})
    ManualProvider manualProvider(
            ManualSettings settings,
            Mailer mailer,
            ObjectProvider<InvoiceBook> invoices,
            ObjectProvider<CustomerRegistry> customers) {
        return new ManualProvider(settings, mailer, invoices::getObject, customers::getObject);
    }

    /** There are bank details. */
    static final class DetailsAreSet implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !context.getEnvironment()
                    .getProperty("tallygate.bank.details", "")
                    .isBlank();
        }
    }
}
