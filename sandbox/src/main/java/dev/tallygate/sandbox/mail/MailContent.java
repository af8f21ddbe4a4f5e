package dev.tallygate.sandbox.mail;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * What a mail says, decoded.
 *
 * @param text the part for readers of plain text; empty where there is none
 * @param html the part for browsers; empty where there is none
 * @param headers as they came, in their order, each {@code Name: value}
 * @param attachments their file names
 */
public record MailContent(String text, String html, List<String> headers, List<String> attachments) {
    private static final Session SESSION = Session.getInstance(new Properties());

    public MailContent {
        headers = List.copyOf(headers);
        attachments = List.copyOf(attachments);
    }

    /** What can be read of a mail; one that cannot be parsed is all text. */
    static MailContent of(byte[] mail) {
        try {
            MimeMessage message = parse(mail);
            Parts parts = new Parts();
            parts.read(message);
            return new MailContent(parts.text, parts.html, headers(message), parts.attachments);
        } catch (MessagingException | IOException e) {
            return new MailContent(new String(mail, java.nio.charset.StandardCharsets.UTF_8), "", List.of(), List.of());
        }
    }

    static MimeMessage parse(byte[] mail) throws MessagingException {
        return new MimeMessage(SESSION, new ByteArrayInputStream(mail));
    }

    /** A header, decoded and on one line; empty where it is absent. */
    static Optional<String> header(MimeMessage message, String name) throws MessagingException {
        String value = message.getHeader(name, ", ");
        return Optional.ofNullable(value).map(MailContent::decoded);
    }

    /** Addresses as a person reads them. */
    static String addresses(MimeMessage message, String name) throws MessagingException {
        String value = header(message, name).orElse("");
        try {
            return List.of(InternetAddress.parse(value)).stream()
                    .map(InternetAddress::toUnicodeString)
                    .collect(Collectors.joining(", "));
        } catch (MessagingException e) {
            return value;
        }
    }

    private static List<String> headers(MimeMessage message) throws MessagingException {
        List<String> lines = new ArrayList<>();
        for (Header header : Collections.list(message.getAllHeaders())) {
            lines.add(header.getName() + ": " + decoded(header.getValue()));
        }
        return lines;
    }

    private static String decoded(String value) {
        try {
            return MimeUtility.decodeText(MimeUtility.unfold(value));
        } catch (IOException e) {
            return value;
        }
    }

    /** Collects the parts of a message, however deep they are. */
    private static final class Parts {
        private String text = "";
        private String html = "";
        private final List<String> attachments = new ArrayList<>();

        private void read(Part part) throws MessagingException, IOException {
            if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart all) {
                for (int index = 0; index < all.getCount(); index++) {
                    read(all.getBodyPart(index));
                }
            } else if (Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition()) || part.getFileName() != null) {
                attachments.add(Optional.ofNullable(part.getFileName()).orElse("unnamed"));
            } else if (part.isMimeType("text/html") && html.isEmpty()) {
                html = string(part);
            } else if (part.isMimeType("text/*") && text.isEmpty()) {
                text = string(part);
            }
        }

        private static String string(Part part) throws MessagingException {
            try {
                return String.valueOf(part.getContent());
            } catch (IOException e) { // a charset that nobody knows
                throw new UncheckedIOException(e);
            }
        }
    }
}
