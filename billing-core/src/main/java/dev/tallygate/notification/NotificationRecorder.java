package dev.tallygate.notification;

import dev.tallygate.customer.Customer;
import dev.tallygate.database.Bytes;
import dev.tallygate.database.Transactions;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.mail.MailOutcome;
import dev.tallygate.mail.Mailer;
import dev.tallygate.notification.DueNotificationRepository.Move;
import dev.tallygate.operation.Installation;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Takes notifications for one attempt and records what came of it, each in one transaction under the customer's gate. */
final class NotificationRecorder {
    /** Longer than a send takes at most, so that a living sender keeps its row. */
    static final Duration LEASE = Duration.ofSeconds(60);

    /** A server that takes mails and never says so must not flood a mailbox. */
    private static final int DOUBTED_ATTEMPTS_MAX = 8;

    private final DueNotificationRepository notifications;
    private final NotificationParking parking;
    private final GateRepository gates;
    private final Recipients recipients;
    private final Installation installation;
    private final Transactions transactions;
    private final Clock clock;

    NotificationRecorder(
            DueNotificationRepository notifications,
            NotificationParking parking,
            GateRepository gates,
            Recipients recipients,
            Installation installation,
            Transactions transactions,
            Clock clock) {
        this.notifications = notifications;
        this.parking = parking;
        this.gates = gates;
        this.recipients = recipients;
        this.installation = installation;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A row that is ours until its lease is over; it is committed as SENDING. */
    record Attempt(Notification notification, String owner, String messageId, Customer customer) {
        /** Of this row, this one included. */
        int number() {
            return notification.attempts() + 1;
        }
    }

    /** What taking a row led to: lower thresholds given up, the row parked, or an attempt to be made. */
    record Taken(int superseded, boolean isParked, Optional<Attempt> attempt) {
        static Taken nothing(int superseded) {
            return new Taken(superseded, false, Optional.empty());
        }
    }

    /** What the record says of one attempt. */
    enum Recorded {
        SENT,
        AGAIN,
        PARKED,
        /** The lease had gone to somebody else: nothing was written. */
        LOST
    }

    /**
     * Takes a due row where it is the highest of its limit. Otherwise the higher one speaks for it, whether that one is
     * sent or still to be sent.
     */
    Taken take(Notification due, Mailer mailer) {
        return transactions.call(() -> {
            gates.lock(List.of(due.customerKey()));
            Instant now = now();
            List<Notification> ofLimit = notifications.ofLimit(due.crossing());
            int superseded = notifications.supersedeBelow(ofLimit.getFirst().crossing(), now);
            Notification highest = ofLimit.getFirst();
            boolean isHighest = highest.isAt(due.crossing().threshold().percent());
            if (!isHighest || !highest.isDue(now)) {
                return Taken.nothing(superseded);
            }
            return recipients.areNotToBeTold(highest)
                    ? drop(highest, superseded, now)
                    : take(highest, mailer, superseded, now);
        });
    }

    private Taken drop(Notification row, int superseded, Instant now) {
        notifications.moveUnheld(
                row, new Move(NotificationState.SUPERSEDED, now, null, "nothing is left to remind of"));
        parking.resolve(row);
        return Taken.nothing(superseded + 1);
    }

    private Taken take(Notification row, Mailer mailer, int superseded, Instant now) {
        Customer customer = recipients.of(row);
        if (customer.profile().email().isEmpty()) {
            notifications.moveUnheld(row, new Move(NotificationState.NO_ADDRESS, now, null, "no e-mail address"));
            parking.withoutAddress(row, customer, now);
            return new Taken(superseded, true, Optional.empty());
        }
        String owner = UUID.randomUUID().toString();
        String messageId = row.message().orElseGet(() -> mailer.messageId(mailName(row)));
        boolean isTaken = notifications.claim(row, owner, now.plus(LEASE), messageId, now);
        return isTaken
                ? new Taken(superseded, false, Optional.of(new Attempt(row, owner, messageId, customer)))
                : Taken.nothing(superseded);
    }

    /** Derived from the row: a database that was restored gives the same mail the same name. */
    private String mailName(Notification row) {
        String text = "%s/%d/%s".formatted(installation.installationId(), row.customerKey(), row.name());
        return "notification." + UUID.nameUUIDFromBytes(Bytes.of(text));
    }

    /**
     * Records the outcome. Tried again also after a lost connection, since what is not recorded is sent once more.
     *
     * @param wait until the next attempt, where that is what follows
     */
    Recorded record(Attempt attempt, MailOutcome outcome, Duration wait) {
        return transactions.callRepeatable(() -> {
            gates.lock(List.of(attempt.notification().customerKey()));
            return switch (outcome) {
                case MailOutcome.Sent sent -> sent(attempt, sent.answer());
                case MailOutcome.Refused refused ->
                    parked(attempt, "MAIL_REFUSED", "refused for good: " + refused.why());
                case MailOutcome.RetryLater later -> again(attempt, NotificationState.PENDING, later.why(), wait);
                case MailOutcome.Unreachable away -> again(attempt, NotificationState.PENDING, away.why(), wait);
                case MailOutcome.Unknown unknown -> inDoubt(attempt, unknown.why(), wait);
            };
        });
    }

    private Recorded sent(Attempt attempt, String answer) {
        Instant now = now();
        if (!move(attempt, new Move(NotificationState.SENT, now, now, answer))) {
            return Recorded.LOST;
        }
        parking.resolve(attempt.notification());
        return Recorded.SENT;
    }

    /** It may have been sent, so it stays SENDING and goes again under its Message-ID, but not for ever. */
    private Recorded inDoubt(Attempt attempt, String why, Duration wait) {
        return attempt.number() < DOUBTED_ATTEMPTS_MAX
                ? again(attempt, NotificationState.SENDING, why, wait)
                : parked(attempt, "MAIL_IN_DOUBT", "handed over, and never answered: " + why);
    }

    private Recorded parked(Attempt attempt, String reason, String why) {
        Instant now = now();
        if (!move(attempt, new Move(NotificationState.REFUSED, now, null, why))) {
            return Recorded.LOST;
        }
        parking.unsent(attempt.notification(), attempt.customer(), reason, why, now);
        return Recorded.PARKED;
    }

    private Recorded again(Attempt attempt, NotificationState state, String why, Duration wait) {
        return move(attempt, new Move(state, now().plus(wait), null, why)) ? Recorded.AGAIN : Recorded.LOST;
    }

    private boolean move(Attempt attempt, Move move) {
        return notifications.record(attempt.notification(), attempt.owner(), move);
    }

    private Instant now() {
        return UtcTimes.toMicros(clock.instant());
    }
}
