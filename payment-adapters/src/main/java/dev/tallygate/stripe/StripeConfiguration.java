package dev.tallygate.stripe;

import dev.tallygate.operation.Installation;
import dev.tallygate.payment.CallBudgets;
import dev.tallygate.payment.CallPace;
import dev.tallygate.payment.ProviderAccount;
import dev.tallygate.payment.ProviderSwitch;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Switches Stripe on where STRIPE_API_KEY is set. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({StripeSettings.class, StripeThinSettings.class, StripeLimits.class})
public class StripeConfiguration {

    @Bean
    ProviderSwitch stripeSwitch() {
        return new ProviderSwitch(StripeProvider.NAME, "STRIPE_API_KEY");
    }

    /** A key of the other mode ends the start here. */
    @Bean
    @Conditional(KeyIsSet.class)
    StripeProvider stripeProvider(
            StripeSettings settings,
            StripeThinSettings thin,
            StripeLimits limits,
            Installation installation,
            CallBudgets budgets) {
        var account = new ProviderAccount(StripeProvider.NAME, settings.account());
        CallPace pace = budgets.of(account, limits.callsASecond(installation.mode()));
        return new StripeProvider(settings, thin, installation.mode(), pace);
    }

    /** There is a key; an empty one is none. */
    static final class KeyIsSet implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !context.getEnvironment().getProperty("stripe.api-key", "").isBlank();
        }
    }
}
