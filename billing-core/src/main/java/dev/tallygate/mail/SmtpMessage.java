package dev.tallygate.mail;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;

/** A mail as MIME: text first, then HTML, both UTF-8, then its files, under the Message-ID that it was given. */
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
        message.setContent(mail.attachments().isEmpty() ? forms : withFiles(forms, mail.attachments()));
        message.saveChanges();
        return message;
    }

    private static MimeMultipart withFiles(MimeMultipart forms, List<Attachment> attachments)
            throws MessagingException {
        MimeBodyPart letter = new MimeBodyPart();
        letter.setContent(forms);
        MimeMultipart all = new MimeMultipart("mixed");
        all.addBodyPart(letter);
        for (Attachment attachment : attachments) {
            MimeBodyPart file = new MimeBodyPart();
            file.setDataHandler(new DataHandler(new ByteArrayDataSource(attachment.content(), attachment.mediaType())));
            file.setFileName(attachment.name());
            file.setDisposition(Part.ATTACHMENT);
            all.addBodyPart(file);
        }
        return all;
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
