package dev.tallygate.mail;

/** Sends mails. Blocks, at most 45 s; never tries again by itself; must not be called inside a database transaction. */
public interface Mailer {

    /** The Message-ID of the mail of this name: by it receivers know a mail that comes again. */
    String messageId(String name);

    /** Hands the mail to the mail server once. */
    MailOutcome send(Mail mail);
}
