package dev.tallygate.mail;

/** What is known after a mail was handed to the mail server. */
public sealed interface MailOutcome {

    /** The mail server took it over; its answer often has the id that it queued it under. */
    record Sent(String answer) implements MailOutcome {}

    /** Refused for good: the same mail to the same address will be refused again. */
    record Refused(String why) implements MailOutcome {}

    /** This mail was not taken now, and may be later. */
    record RetryLater(String why) implements MailOutcome {}

    /** No mail can be sent now: the server is away, or refuses us rather than the mail. */
    record Unreachable(String why) implements MailOutcome {}

    /** Handed over in full, and no answer came: it may have been sent. */
    record Unknown(String why) implements MailOutcome {}
}
