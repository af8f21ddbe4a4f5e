package dev.tallygate.notification;

import dev.tallygate.customer.Customer;
import dev.tallygate.mail.Attachment;
import dev.tallygate.mail.Letter;
import java.util.List;

/** What whoever writes documents does for mails of new invoices; the outbox does the rest. */
public interface InvoiceNotices {

    /** Whether there is nothing left to tell, since the invoice is void. The caller holds the gate. */
    boolean isMoot(InvoiceNotice notice);

    /** What the customer reads. */
    Content content(InvoiceNotice notice, Customer customer);

    /** A letter and the files that go with it. */
    record Content(Letter letter, List<Attachment> attachments) {
        public Content {
            attachments = List.copyOf(attachments);
        }
    }
}
