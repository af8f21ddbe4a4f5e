package dev.tallygate.mail;

import jakarta.mail.Session;
import java.util.Properties;

/** What the mail library is told: timeouts, protection, who we say that we are. */
final class SmtpSession {
    private static final String CONNECT_MILLIS = "5000";
    private static final String READ_MILLIS = "30000";

    private SmtpSession() {}

    /** @param ownName said in the greeting: asking the machine for its name may take as long as a name server does */
    static Session open(SmtpAddress address, String ownName) {
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", protocol(address));
        String prefix = "mail." + protocol(address) + ".";
        properties.setProperty(prefix + "localhost", ownName);
        properties.setProperty(prefix + "connectiontimeout", CONNECT_MILLIS);
        properties.setProperty(prefix + "timeout", READ_MILLIS);
        properties.setProperty(prefix + "writetimeout", READ_MILLIS);
        properties.setProperty(prefix + "quitwait", "false");
        properties.setProperty(prefix + "auth", String.valueOf(address.login().isPresent()));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        boolean isOffered = address.security() == SmtpAddress.Security.STARTTLS_IF_OFFERED;
        boolean isRequired = address.security() == SmtpAddress.Security.STARTTLS_REQUIRED;
        properties.setProperty(prefix + "starttls.enable", String.valueOf(isOffered || isRequired));
        properties.setProperty(prefix + "starttls.required", String.valueOf(isRequired));
        return Session.getInstance(properties);
    }

    static String protocol(SmtpAddress address) {
        return address.security() == SmtpAddress.Security.TLS ? "smtps" : "smtp";
    }
}
