package dev.tallygate.mail;

import java.util.List;

/**
 * One mail to one address.
 *
 * @param messageId as {@link Mailer#messageId} gives it: equal for each attempt at the same mail
 * @param to address without a name
 * @param subject in one line
 */
public record Mail(String messageId, String to, String subject, Letter letter, List<Attachment> attachments) {
    public Mail {
        attachments = List.copyOf(attachments);
        subject = subject.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }

    /** Without files. */
    public Mail(String messageId, String to, String subject, Letter letter) {
        this(messageId, to, subject, letter, List.of());
    }
}
