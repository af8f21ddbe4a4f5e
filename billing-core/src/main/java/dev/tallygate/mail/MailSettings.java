package dev.tallygate.mail;

import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who mails come from: {@code TALLYGATE_MAIL_FROM}.
 *
 * @param from an address, with a name before it if wanted; empty = none, and then no mail is sent
 */
@ConfigurationProperties("tallygate.mail")
public record MailSettings(@DefaultValue("") String from) {
    private static final String EXPECTED =
            " (expected: an address such as billing@example.com, or \"Example Billing <billing@example.com>\")";

    /** A malformed address ends the start here. */
    public MailSettings {
        from = from.strip();
        if (!from.isEmpty()) {
            parse(from);
        }
    }

    /**
     * The address that mails come from.
     *
     * @throws Rejected where there is none, which ends the start
     */
    public InternetAddress sender() {
        if (from.isEmpty()) {
            throw Rejected.of(
                    Reason.FIELD_INVALID, "TALLYGATE_MAIL_FROM is not set, but TALLYGATE_SMTP_URL is" + EXPECTED);
        }
        return parse(from);
    }

    private static InternetAddress parse(String from) {
        try {
            InternetAddress[] addresses = InternetAddress.parse(from, true);
            if (addresses.length == 1 && addresses[0].getAddress().contains("@")) {
                return addresses[0];
            }
        } catch (AddressException malformed) {
            // said below, in the words of the setting
        }
        throw new IllegalArgumentException("TALLYGATE_MAIL_FROM: " + from + EXPECTED);
    }
}
