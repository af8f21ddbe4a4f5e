package dev.tallygate.mail;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where mails go out: {@code TALLYGATE_SMTP_URL}.
 *
 * @param url {@code smtp://USER:PASSWORD@HOST:PORT?starttls=required}; empty = no mail is sent
 */
@ConfigurationProperties("tallygate.smtp")
public record SmtpSettings(@DefaultValue("") String url) {

    /** A malformed address ends the start here. */
    public SmtpSettings {
        url = url.strip();
        if (!url.isEmpty()) {
            SmtpAddress.parse(url);
        }
    }

    public boolean isOn() {
        return !url.isEmpty();
    }

    public SmtpAddress address() {
        return SmtpAddress.parse(url);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "SmtpSettings[" + (isOn() ? address() : "off") + "]";
    }
}
