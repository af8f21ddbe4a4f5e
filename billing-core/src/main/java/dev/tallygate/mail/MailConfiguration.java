package dev.tallygate.mail;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Switches mail on where TALLYGATE_SMTP_URL is set; without it there is no {@link Mailer}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SmtpSettings.class, MailSettings.class})
public class MailConfiguration {

    /** A missing sender ends the start here. */
    @Bean
    @Conditional(IsOn.class)
    public Mailer mailer(SmtpSettings smtp, MailSettings settings) {
        return new SmtpMailer(smtp.address(), settings.sender());
    }

    /** There is an address of a mail server; an empty one is none. */
    public static final class IsOn implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !context.getEnvironment()
                    .getProperty("tallygate.smtp.url", "")
                    .isBlank();
        }
    }
}
