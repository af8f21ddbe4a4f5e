package dev.tallygate.sandbox.mail;

import java.time.Instant;
import java.util.List;

/**
 * A mail that came, without its content.
 *
 * @param number 1 for the first that was ever caught
 * @param messageId as in its header; of a mail without one, a hash of its bytes
 * @param recipients those of the envelope
 * @param from the header; empty where there is none
 * @param subject the header, decoded
 * @param time of the first arrival
 * @param arrivals how often it came
 * @param differs whether it came once with another content: two mails with one identity
 */
public record CaughtMail(
        int number,
        String messageId,
        List<String> recipients,
        String from,
        String subject,
        Instant time,
        int arrivals,
        boolean differs) {}
