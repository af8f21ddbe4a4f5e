package dev.tallygate.notification;

import dev.tallygate.customer.Customer;
import dev.tallygate.operation.Parked;
import dev.tallygate.operation.ParkedBook;
import java.time.Instant;

/** Parks what cannot be mailed, under names that tell what it is about. The caller holds the gate. */
final class NotificationParking {
    private static final int DETAIL_LENGTH_MAX = 1_000;

    private final ParkedBook book;

    NotificationParking(ParkedBook book) {
        this.book = book;
    }

    void withoutAddress(Notification notification, Customer customer, Instant time) {
        String detail =
                "customer %s has no e-mail address, and is not told of %s (set one with UpdateCustomer, then retry)"
                        .formatted(customer.customerId(), notification.about());
        park(notification, "NO_ADDRESS", detail, time);
    }

    void unsent(Notification notification, Customer customer, String reason, String why, Instant time) {
        String detail =
                "customer %s: the mail about %s was %s".formatted(customer.customerId(), notification.about(), why);
        park(notification, reason, detail, time);
    }

    void resolve(Notification notification) {
        book.resolve(key(notification));
    }

    static Parked.ParkedKey key(Notification notification) {
        return new Parked.ParkedKey(notification.customerKey(), "mail:" + notification.name());
    }

    private void park(Notification notification, String reason, String detail, Instant time) {
        Parked.ParkedKey key = key(notification);
        String text = detail.length() <= DETAIL_LENGTH_MAX ? detail : detail.substring(0, DETAIL_LENGTH_MAX);
        String mend = "./tallygate parked retry " + key.parkedId();
        Parked.Cause cause = new Parked.Cause(Parked.Kind.NOTIFICATION, reason, text, mend, 0);
        book.park(Parked.open(key, cause, time));
    }
}
