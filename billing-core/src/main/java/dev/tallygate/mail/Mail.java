package dev.tallygate.mail;

/**
 * One mail to one address.
 *
 * @param messageId as {@link Mailer#messageId} gives it: equal for each attempt at the same mail
 * @param to address without a name
 * @param subject in one line
 */
public record Mail(String messageId, String to, String subject, Letter letter) {
    public Mail {
        subject = subject.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }
}
