package dev.tallygate.document;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.ZeroInvoices;
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
    private final PlanCatalog plans;
    private final ReminderBook outbox;
    private final Clock clock;

    InvoicePosting(InvoiceMailSettings settings, PlanCatalog plans, ReminderBook outbox, Clock clock) {
        this.settings = settings;
        this.plans = plans;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public void finalized(Invoice after) {
        if (settings.mailedBy() == MailedBy.TALLYGATE && !isKept(after)) {
            InvoiceNotice notice = new InvoiceNotice(
                    after.customerKey(),
                    after.period().start(),
                    after.id().toString(),
                    after.total().major());
            outbox.write(notice, clock.instant());
        }
    }

    /** By the version of the period's last window. */
    private boolean isKept(Invoice invoice) {
        return invoice.total().isZero()
                && plans.version(invoice.planVersionId()).plan().zeroInvoices() == ZeroInvoices.KEEP;
    }
}
