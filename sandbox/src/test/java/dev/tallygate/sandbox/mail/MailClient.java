package dev.tallygate.sandbox.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.Properties;

/** Sends mails as a product does. */
final class MailClient {
    private final int port;
    private final Session session;

    MailClient(int port) {
        this.port = port;
        Properties settings = new Properties();
        settings.put("mail.smtp.host", "127.0.0.1");
        settings.put("mail.smtp.port", Integer.toString(port));
        settings.put("mail.smtp.connectiontimeout", "5000");
        settings.put("mail.smtp.timeout", "5000");
        settings.put("mail.smtp.localhost", "localhost");
        session = Session.getInstance(settings);
    }

    /** A text and an HTML part, under this Message-ID. */
    void send(String id, String to, String subject, String text, String html) throws MessagingException {
        MimeMultipart both = new MimeMultipart("alternative");
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(text, "utf-8");
        both.addBodyPart(plain);
        MimeBodyPart rich = new MimeBodyPart();
        rich.setContent(html, "text/html; charset=utf-8");
        both.addBodyPart(rich);
        MimeMessage message = message(id, to, subject);
        message.setContent(both);
        send(message);
    }

    /** A text alone. */
    void send(String id, String to, String subject) throws MessagingException {
        MimeMessage message = message(id, to, subject);
        message.setText("Hello", "utf-8");
        send(message);
    }

    private MimeMessage message(String id, String to, String subject) throws MessagingException {
        MimeMessage message = new OwnId(session, id);
        message.setFrom(new InternetAddress("billing@example.com"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        message.setSubject(subject, "utf-8");
        return message;
    }

    private void send(MimeMessage message) throws MessagingException {
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect("127.0.0.1", port, null, null);
            message.saveChanges();
            transport.sendMessage(message, message.getAllRecipients());
        }
    }

    /** The library would write an id of its own over ours. */
    private static final class OwnId extends MimeMessage {
        private final String id;

        OwnId(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
