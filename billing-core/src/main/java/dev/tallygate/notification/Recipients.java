package dev.tallygate.notification;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import java.util.List;
import java.util.function.Supplier;

/** Who is to be told, and whether there is still something to tell. */
final class Recipients {
    private final CustomerRegistry customers;
    private final Supplier<Reminders> reminders;
    private final Supplier<InvoiceNotices> notices;

    /** Asks for reminders and notices only where a row is one: a process without invoices has none. */
    Recipients(CustomerRegistry customers, Supplier<Reminders> reminders, Supplier<InvoiceNotices> notices) {
        this.customers = customers;
        this.reminders = reminders;
        this.notices = notices;
    }

    Customer of(Notification row) {
        Customer customer = customers.byKeys(List.of(row.customerKey())).get(row.customerKey());
        if (customer == null) {
            throw new IllegalStateException("customer_key: " + row.customerKey() + " (expected: a customer)");
        }
        return customer;
    }

    /** A reminder of an invoice that has been paid since, or news of one that is void. The caller holds the gate. */
    boolean areNotToBeTold(Notification row) {
        boolean isNoReminder = Reminder.of(row.crossing())
                .filter(reminder -> reminders.get().isMoot(reminder))
                .isPresent();
        return isNoReminder
                || InvoiceNotice.of(row.crossing())
                        .filter(notice -> notices.get().isMoot(notice))
                        .isPresent();
    }
}
