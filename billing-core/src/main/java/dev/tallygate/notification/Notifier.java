package dev.tallygate.notification;

import dev.tallygate.mail.MailOutcome;
import dev.tallygate.mail.Mailer;
import dev.tallygate.notification.NotificationRecorder.Attempt;
import dev.tallygate.notification.NotificationRecorder.Recorded;
import dev.tallygate.notification.NotificationRecorder.Taken;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mails crossings and reminders to their customers, each limit's highest one and each invoice's latest. An attempt is committed before it is made and its outcome
 * after; whoever dies in between leaves a row that is mailed again under the same Message-ID.
 */
public final class Notifier {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(1);
    private static final int DOUBLINGS_MAX = 10;

    private final DueNotificationRepository notifications;
    private final NotificationRecorder recorder;
    private final NotificationLetters letters;
    private final Runnable reminding;
    private final Optional<Mailer> mailer;
    private final Clock clock;
    private volatile Hold hold = Hold.NONE;

    /** {@code reminding} writes the reminders that are due. */
    Notifier(
            DueNotificationRepository notifications,
            NotificationRecorder recorder,
            NotificationLetters letters,
            Runnable reminding,
            Optional<Mailer> mailer,
            Clock clock) {
        this.notifications = notifications;
        this.recorder = recorder;
        this.letters = letters;
        this.reminding = reminding;
        this.mailer = mailer;
        this.clock = clock;
    }

    /** Whether there is a mail server; without one every notification waits. */
    public boolean isOn() {
        return mailer.isPresent();
    }

    /** How many notifications wait for a mail. */
    public long waiting() {
        return notifications.waiting();
    }

    /**
     * Mails what is due; safe beside any number of other drainers. Where no mail can be sent at all the round ends, and
     * the next ones are idle for a while that grows to a minute.
     *
     * @param mailsMax bound of this round
     */
    public NotifyReport drain(int mailsMax) {
        Instant now = now();
        if (mailer.isEmpty() || now.isBefore(hold.until())) {
            return new Counts().report(hold.why(), mailer.isEmpty() ? Optional.empty() : Optional.of(hold.until()));
        }
        reminding.run();
        Counts counts = new Counts();
        List<Notification> due = notifications.due(now, mailsMax);
        Optional<String> obstacle = Optional.empty();
        for (int i = 0; i < due.size() && obstacle.isEmpty(); i++) {
            obstacle = notify(due.get(i), mailer.get(), counts);
        }
        return counts.report(obstacle, notifications.nextTime());
    }

    /** Why nothing more can be sent now, if so. */
    private Optional<String> notify(Notification due, Mailer open, Counts counts) {
        Taken taken = recorder.take(due, open);
        counts.superseded += taken.superseded();
        counts.parked += taken.isParked() ? 1 : 0;
        if (taken.attempt().isEmpty()) {
            return Optional.empty();
        }
        Attempt attempt = taken.attempt().get();
        MailOutcome outcome = send(attempt, open);
        Optional<String> obstacle = holdOn(outcome);
        Duration wait = obstacle.isPresent() ? hold.length() : wait(attempt.number(), LONGEST_WAIT);
        Recorded recorded = recorder.record(attempt, outcome, wait);
        log(attempt, outcome, recorded);
        counts.add(recorded);
        return obstacle;
    }

    private MailOutcome send(Attempt attempt, Mailer open) {
        try {
            return open.send(letters.mail(attempt, now()));
        } catch (IllegalStateException | IllegalArgumentException | ArithmeticException bug) {
            LOG.error("notification fails by itself: {}", attempt.notification().name(), bug);
            return new MailOutcome.RetryLater("internal error: " + bug);
        }
    }

    private Optional<String> holdOn(MailOutcome outcome) {
        if (!(outcome instanceof MailOutcome.Unreachable away)) {
            hold = Hold.NONE;
            return Optional.empty();
        }
        if (hold.failures() == 0) {
            LOG.warn("mail server unreachable: notifications wait, why=\"{}\"", away.why());
        }
        Duration length = wait(hold.failures() + 1, LONGEST_HOLD);
        hold = new Hold(hold.failures() + 1, now().plus(length), length, Optional.of(away.why()));
        return Optional.of(away.why());
    }

    private static Duration wait(int attempts, Duration longest) {
        Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.clamp(attempts - 1, 0, DOUBLINGS_MAX));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    private static void log(Attempt attempt, MailOutcome outcome, Recorded recorded) {
        Notification notification = attempt.notification();
        if (recorded == Recorded.SENT) {
            LOG.info(
                    "notification sent: customer_id={} crossing={} message_id={}",
                    attempt.customer().customerId(),
                    notification.name(),
                    attempt.messageId());
        } else if (recorded != Recorded.AGAIN) {
            LOG.warn(
                    "notification {}: customer_id={} crossing={} outcome={}",
                    recorded,
                    attempt.customer().customerId(),
                    notification.name(),
                    outcome.getClass().getSimpleName());
        }
    }

    private Instant now() {
        return UtcTimes.toMicros(clock.instant());
    }

    /** How long no mail is tried, since the server was away so many times in a row. */
    private record Hold(int failures, Instant until, Duration length, Optional<String> why) {
        static final Hold NONE = new Hold(0, Instant.EPOCH, Duration.ZERO, Optional.empty());
    }

    /** What a round did so far. */
    private static final class Counts {
        private int sent;
        private int superseded;
        private int again;
        private int parked;

        void add(Recorded recorded) {
            switch (recorded) {
                case SENT -> sent++;
                case AGAIN -> again++;
                case PARKED -> parked++;
                case LOST -> {}
            }
        }

        NotifyReport report(Optional<String> obstacle, Optional<Instant> nextTime) {
            return new NotifyReport(sent, superseded, again, parked, obstacle, nextTime);
        }
    }
}
