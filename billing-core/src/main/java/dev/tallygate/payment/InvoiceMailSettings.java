package dev.tallygate.payment;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who mails invoices: {@code TALLYGATE_INVOICES_MAILED_BY}, {@code TALLYGATE_INVOICES_ZERO}.
 *
 * @param mailedBy holds for invoices that are finalized from now on
 * @param zero whether an invoice of zero, which is closed as paid, is mailed by Tallygate
 */
@ConfigurationProperties("tallygate.invoices")
public record InvoiceMailSettings(
        @DefaultValue("provider") MailedBy mailedBy,
        @DefaultValue("keep") Zero zero) {

    /** What becomes of an invoice of zero. */
    public enum Zero {
        /** Mailed like any other. */
        SEND,
        /** Numbered and kept, and not mailed. */
        KEEP
    }
}
