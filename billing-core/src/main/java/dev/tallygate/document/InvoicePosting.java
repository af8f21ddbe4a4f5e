package dev.tallygate.document;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceFinalizedListener;
import dev.tallygate.notification.InvoiceNotice;
import dev.tallygate.notification.ReminderBook;
import dev.tallygate.payment.InvoiceMailSettings;
import dev.tallygate.payment.MailedBy;
import java.time.Clock;

/** Puts the mail of an invoice into the outbox in the transaction that finalizes it, where we are the one who mails it. */
final class InvoicePosting implements InvoiceFinalizedListener {
    private final InvoiceMailSettings settings;
    private final ReminderBook outbox;
    private final Clock clock;

    InvoicePosting(InvoiceMailSettings settings, ReminderBook outbox, Clock clock) {
        this.settings = settings;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public void finalized(Invoice after) {
        boolean isKept = after.total().isZero() && settings.zero() == InvoiceMailSettings.Zero.KEEP;
        if (settings.mailedBy() == MailedBy.TALLYGATE && !isKept) {
            InvoiceNotice notice = new InvoiceNotice(
                    after.customerKey(),
                    after.period().start(),
                    after.id().toString(),
                    after.total().major());
            outbox.write(notice, clock.instant());
        }
    }
}
