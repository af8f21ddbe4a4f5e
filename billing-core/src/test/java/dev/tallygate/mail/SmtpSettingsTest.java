package dev.tallygate.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SmtpSettingsTest {
    @Test
    void defaultsAreThese() {
        assertThat(bind(Map.of())).isEqualTo(new SmtpSettings(""));
        assertThat(bind(Map.of()).isOn()).isFalse();
        assertThat(new MailSettings("").from()).isEmpty();
    }

    @Test
    void theEnvironmentSetsThem() {
        SmtpSettings settings = bind(Map.of("TALLYGATE_SMTP_URL", "smtp://me%40x:p%3Aw+d@mail.example.com:2525"));

        SmtpAddress address = settings.address();
        assertThat(address.host()).isEqualTo("mail.example.com");
        assertThat(address.port()).isEqualTo(2525);
        assertThat(address.login()).contains(new SmtpAddress.Login("me@x", "p:w+d"));
        assertThat(settings.toString() + address + address.login()).doesNotContain("p:w+d", "p%3Aw");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            smtp://mail.example.com,                         587, STARTTLS_IF_OFFERED
            smtp://me:pw@mail.example.com,                   587, STARTTLS_REQUIRED
            smtp://me:pw@127.0.0.1:1025,                    1025, STARTTLS_IF_OFFERED
            smtp://me:pw@mail.example.com:25/?starttls=off,   25, NONE
            smtp://mail.example.com?starttls=required,       587, STARTTLS_REQUIRED
            smtps://me:pw@mail.example.com,                  465, TLS
            """)
    void aPasswordTravelsInClearOnlyWhereThatIsAskedFor(String url, int port, SmtpAddress.Security security) {
        SmtpAddress address = new SmtpSettings(url).address();

        assertThat(address.port()).isEqualTo(port);
        assertThat(address.security()).isEqualTo(security);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mail.example.com",
                "http://me:hush@mail.example.com",
                "smtp://me:hush@",
                "smtp://hush@mail.example.com",
                "smtp://me:hu#sh@mail.example.com",
                "smtp://me:hu%sh@mail.example.com",
                "smtp://me:hush@mail.example.com?starttls=maybe",
                "smtps://me:hush@mail.example.com?starttls=off",
                "smtp://me:hush@mail.example.com/inbox"
            })
    void aMalformedAddressIsToldWithoutItsPassword(String url) {
        assertThatThrownBy(() -> new SmtpSettings(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("TALLYGATE_SMTP_URL: ")
                .hasMessageContaining("expected: smtp://HOST:PORT")
                .hasMessageNotContaining("hush")
                .hasMessageNotContaining("hu#sh");
    }

    @Test
    void aSenderHasAnAddress() {
        assertThat(new MailSettings("Acme Billing <billing@acme.example>")
                        .sender()
                        .getAddress())
                .isEqualTo("billing@acme.example");
        assertThatThrownBy(() -> new MailSettings("billing"))
                .hasMessageStartingWith("TALLYGATE_MAIL_FROM: billing (expected: ");
        assertThatThrownBy(() -> new MailSettings("").sender())
                .hasMessageStartingWith("TALLYGATE_MAIL_FROM is not set, but TALLYGATE_SMTP_URL is");
    }

    private static SmtpSettings bind(Map<String, Object> environment) {
        var sources = new MutablePropertySources();
        sources.addFirst(new SystemEnvironmentPropertySource("systemEnvironment", environment));
        return new Binder(ConfigurationPropertySources.from(sources))
                .bindOrCreate("tallygate.smtp", SmtpSettings.class);
    }
}
