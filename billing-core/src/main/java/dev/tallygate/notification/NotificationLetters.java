package dev.tallygate.notification;

import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.Stretch;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.mail.Letter;
import dev.tallygate.mail.Mail;
import dev.tallygate.notification.InvoiceNotices.Content;
import dev.tallygate.notification.NotificationRecorder.Attempt;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes the mail: about a crossing, under the plan version that it crossed and with a look at the one of now. */
final class NotificationLetters {
    private final SubscriptionBook subscriptions;
    private final PlanCatalog plans;
    private final Supplier<Reminders> reminders;
    private final Supplier<InvoiceNotices> notices;

    NotificationLetters(
            SubscriptionBook subscriptions,
            PlanCatalog plans,
            Supplier<Reminders> reminders,
            Supplier<InvoiceNotices> notices) {
        this.subscriptions = subscriptions;
        this.plans = plans;
        this.reminders = reminders;
        this.notices = notices;
    }

    Mail mail(Attempt attempt, Instant now) {
        Content content = content(attempt, now);
        return new Mail(
                attempt.messageId(),
                attempt.customer().profile().email(),
                content.letter().title(),
                content.letter(),
                content.attachments());
    }

    private Content content(Attempt attempt, Instant now) {
        Crossing row = attempt.notification().crossing();
        return InvoiceNotice.of(row)
                .map(notice -> notices.get().content(notice, attempt.customer()))
                .orElseGet(() -> new Content(letter(attempt, now), List.of()));
    }

    private Letter letter(Attempt attempt, Instant now) {
        return Reminder.of(attempt.notification().crossing())
                .map(reminder -> reminders.get().letter(reminder, attempt.customer()))
                .orElseGet(() -> ofLimit(attempt, now));
    }

    private Letter ofLimit(Attempt attempt, Instant now) {
        Notification notification = attempt.notification();
        List<Stretch> stretches = stretches(notification);
        Optional<LimitTerms> crossed = stretches.reversed().stream()
                .map(stretch -> terms(stretch, notification))
                .flatMap(Optional::stream)
                .filter(terms -> terms.amount()
                                .compareTo(notification.crossing().threshold().limitAmount())
                        == 0)
                .findFirst();
        Optional<LimitTerms> nowHeld = stretches.stream()
                .filter(stretch -> stretch.contains(now))
                .findFirst()
                .flatMap(stretch -> terms(stretch, notification));
        LimitTerms terms = crossed.or(() -> nowHeld)
                .orElseThrow(() -> new IllegalStateException(notification.name()
                        + ": no plan of the period has this limit (expected: the one that crossed)"));
        return new NotificationLetter(attempt.customer(), notification, terms, nowHeld, now).letter();
    }

    private List<Stretch> stretches(Notification notification) {
        BillingPeriod period = notification.period();
        long key = notification.customerKey();
        Map<Long, List<Stretch>> byKey = subscriptions.stretches(List.of(key), period.start(), period.end());
        return byKey.getOrDefault(key, List.of());
    }

    private Optional<LimitTerms> terms(Stretch stretch, Notification notification) {
        Plan plan = plans.version(stretch.planVersionId()).plan();
        return LimitTerms.of(plan, notification.crossing().threshold().limitKey());
    }
}
