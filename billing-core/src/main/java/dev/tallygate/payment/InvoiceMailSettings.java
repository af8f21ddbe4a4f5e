package dev.tallygate.payment;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who mails invoices: {@code TALLYGATE_INVOICES_MAILED_BY}.
 *
 * @param mailedBy holds for invoices that are finalized from now on
 */
@ConfigurationProperties("tallygate.invoices")
public record InvoiceMailSettings(@DefaultValue("provider") MailedBy mailedBy) {}
