package dev.tallygate.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/** One connection, one mail, and what the server's codes (RFC 5321, 4.2) say about it. */
final class SmtpConversation {
    private static final String END_OF_DATA = ".";
    private static final int CLOSING = 421;

    private final Session session;
    private final SmtpAddress address;
    private final Pattern recipient;

    /** @param to is never repeated in what the outcomes say: addresses are kept in one table only */
    SmtpConversation(Session session, SmtpAddress address, String to) {
        this.session = session;
        this.address = address;
        this.recipient = Pattern.compile(Pattern.quote(to), Pattern.CASE_INSENSITIVE);
    }

    MailOutcome send(MimeMessage message) {
        try {
            SMTPTransport transport = (SMTPTransport) session.getTransport();
            try {
                return send(message, transport);
            } finally {
                close(transport);
            }
        } catch (NoSuchProviderException missing) {
            throw new IllegalStateException("the mail library has no SMTP", missing);
        }
    }

    private MailOutcome send(MimeMessage message, SMTPTransport transport) {
        try {
            connect(transport);
        } catch (AuthenticationFailedException refused) {
            return unreachable("refuses the user or the password of TALLYGATE_SMTP_URL", refused);
        } catch (MessagingException away) {
            return unreachable("does not answer as a mail server", away);
        }
        try {
            transport.sendMessage(message, message.getRecipients(Message.RecipientType.TO));
            return new MailOutcome.Sent(line(transport.getLastServerResponse()));
        } catch (MessagingException failure) {
            return outcome(failure);
        }
    }

    private void connect(SMTPTransport transport) throws MessagingException {
        String user = address.login().map(SmtpAddress.Login::user).orElse(null);
        String password = address.login().map(SmtpAddress.Login::password).orElse(null);
        transport.connect(address.host(), address.port(), user, password);
    }

    /** The most telling exception of the chain decides: who was refused, else which command. */
    private MailOutcome outcome(MessagingException failure) {
        MailOutcome outcome = new MailOutcome.Unknown(address + ": " + line(failure.getMessage()));
        for (@Nullable Exception cause = failure;
                cause instanceof MessagingException link;
                cause = link.getNextException()) {
            switch (link) {
                case SMTPAddressFailedException refused -> {
                    return ofRecipient(refused);
                }
                case SMTPSenderFailedException refused -> {
                    return unreachable("does not take TALLYGATE_MAIL_FROM as the sender", refused);
                }
                case SMTPSendFailedException refused -> outcome = ofCommand(refused);
                default -> {}
            }
        }
        return outcome;
    }

    private MailOutcome ofRecipient(SMTPAddressFailedException refused) {
        String why = line(refused.getMessage());
        return isPermanent(refused.getReturnCode()) ? new MailOutcome.Refused(why) : new MailOutcome.RetryLater(why);
    }

    /** Only after the end of the data can a mail be refused for what it is, or be sent without our knowing. */
    private MailOutcome ofCommand(SMTPSendFailedException refused) {
        int code = refused.getReturnCode();
        String why = line(refused.getMessage());
        boolean isEnd = END_OF_DATA.equals(refused.getCommand());
        if (isEnd && code < 0) {
            return new MailOutcome.Unknown(address + " ended the connection after the mail was handed over");
        }
        if (isEnd && isPermanent(code)) {
            return new MailOutcome.Refused(why);
        }
        return isEnd && code != CLOSING
                ? new MailOutcome.RetryLater(why)
                : new MailOutcome.Unreachable(address + ": " + why);
    }

    private static boolean isPermanent(int code) {
        return code >= 500 && code <= 599;
    }

    private MailOutcome unreachable(String what, MessagingException cause) {
        return new MailOutcome.Unreachable("%s %s: %s".formatted(address, what, line(cause.getMessage())));
    }

    private String line(@Nullable String answer) {
        String text = answer == null ? "" : answer.strip().replaceAll("\\s*\\R\\s*", " ");
        return recipient.matcher(text).replaceAll("(the address)");
    }

    /** What was decided stands, whatever the connection does now. */
    private static void close(SMTPTransport transport) {
        try {
            transport.close();
        } catch (MessagingException alreadyGone) {
            // nothing is owed to a server that went first
        }
    }
}
