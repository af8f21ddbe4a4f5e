package dev.tallygate.notification;

import dev.tallygate.notification.DueNotificationRepository.Move;
import dev.tallygate.operation.Mending;
import dev.tallygate.operation.Parked;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;

/** Mends parked mails: a retry makes them due again, a waiver leaves the customer untold. */
final class NotificationMending implements Mending {
    private final DueNotificationRepository notifications;
    private final Clock clock;

    NotificationMending(DueNotificationRepository notifications, Clock clock) {
        this.notifications = notifications;
        this.clock = clock;
    }

    @Override
    public Parked.Kind kind() {
        return Parked.Kind.NOTIFICATION;
    }

    @Override
    public void retry(Parked parked) {
        Move again = new Move(NotificationState.PENDING, UtcTimes.toMicros(clock.instant()), null, "tried again");
        notifications.parked(parked.key().customerKey()).stream()
                .filter(row -> NotificationParking.key(row).equals(parked.key()))
                .forEach(row -> notifications.moveUnheld(row, again));
    }

    @Override
    public void waive(Parked parked) {
        // Ending the entry is all: the row keeps its state, and is mailed no more.
    }
}
