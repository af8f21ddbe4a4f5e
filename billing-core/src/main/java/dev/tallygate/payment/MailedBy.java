package dev.tallygate.payment;

/** Who mails an invoice to its customer: exactly one does. */
public enum MailedBy {
    /** The provider, by the mail that it has for it; bank transfer has one of its own. */
    PROVIDER,
    /** Tallygate, with the document; the provider is told to send none. */
    TALLYGATE
}
