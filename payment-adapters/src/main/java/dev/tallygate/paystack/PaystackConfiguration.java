package dev.tallygate.paystack;

import dev.tallygate.operation.Installation;
import dev.tallygate.payment.CallBudgets;
import dev.tallygate.payment.ProviderAccount;
import dev.tallygate.payment.ProviderSwitch;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Switches Paystack on where PAYSTACK_SECRET_KEY is set. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({PaystackSettings.class, PaystackCollecting.class, PaystackLimits.class})
public class PaystackConfiguration {

    @Bean
    ProviderSwitch paystackSwitch() {
        return new ProviderSwitch(PaystackProvider.NAME, "PAYSTACK_SECRET_KEY");
    }

    /** A key of the other mode ends the start here. */
    @Bean
    @Conditional(KeyIsSet.class)
    PaystackProvider paystackProvider(
            PaystackSettings settings,
            PaystackCollecting collecting,
            PaystackLimits limits,
            Installation installation,
            CallBudgets budgets,
            Clock clock) {
        var account = new ProviderAccount(PaystackProvider.NAME, settings.account());
        var pace = budgets.of(account, limits.callsASecond());
        return new PaystackProvider(settings, collecting, installation.mode(), pace, clock);
    }

    /** There is a key; an empty one is none. */
    static final class KeyIsSet implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !context.getEnvironment()
                    .getProperty("paystack.secret-key", "")
                    .isBlank();
        }
    }
}
