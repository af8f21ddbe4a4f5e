package dev.tallygate.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.util.Date;

/** A mail as MIME: text first, then HTML, both UTF-8, under the Message-ID that it was given. */
final class SmtpMessage extends MimeMessage {
    private static final String CHARSET = StandardCharsets.UTF_8.name();

    private final String messageId;

    private SmtpMessage(Session session, String messageId) {
        super(session);
        this.messageId = messageId;
    }

    /**
     * The message as it is sent.
     *
     * @throws MessagingException where the address is none
     */
    @SuppressWarnings("JavaUtilDate") // the mail API knows no other time
    static MimeMessage of(Session session, InternetAddress from, Mail mail) throws MessagingException {
        SmtpMessage message = new SmtpMessage(session, mail.messageId());
        message.setFrom(from);
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to(), true));
        message.setSubject(mail.subject(), CHARSET);
        message.setSentDate(new Date());
        message.setHeader("Auto-Submitted", "auto-generated");
        MimeMultipart forms = new MimeMultipart("alternative");
        forms.addBodyPart(form(mail.letter().toText(), "plain"));
        forms.addBodyPart(form(mail.letter().toHtml(), "html"));
        message.setContent(forms);
        message.saveChanges();
        return message;
    }

    private static MimeBodyPart form(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, CHARSET, subtype);
        return part;
    }

    /** The library would make one up at each attempt. */
    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }
}
