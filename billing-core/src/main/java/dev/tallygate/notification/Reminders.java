package dev.tallygate.notification;

import dev.tallygate.customer.Customer;
import dev.tallygate.mail.Letter;

/** What whoever knows invoices does for reminders of those that are unpaid; the outbox does the rest. */
public interface Reminders {

    /** Writes the reminders that are due by now into the outbox, of at most so many invoices. */
    void plan(int invoicesMax);

    /** Whether there is nothing left to remind of. The caller holds the gate. */
    boolean isMoot(Reminder reminder);

    /** What the customer reads. */
    Letter letter(Reminder reminder, Customer customer);
}
