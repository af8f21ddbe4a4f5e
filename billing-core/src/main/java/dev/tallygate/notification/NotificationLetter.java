package dev.tallygate.notification;

import dev.tallygate.customer.Customer;
import dev.tallygate.mail.Letter;
import dev.tallygate.mail.Letter.Bar;
import dev.tallygate.mail.Letter.Fact;
import dev.tallygate.mail.Letter.Facts;
import dev.tallygate.mail.Letter.Notice;
import dev.tallygate.mail.Letter.Paragraph;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a customer reads about a crossing: which limit, how much, what happens next, and when it begins anew. */
final class NotificationLetter {
    private static final int WHOLE = 100;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Customer customer;
    private final Notification notification;
    private final LimitTerms terms;
    private final Optional<LimitTerms> termsNow;
    private final Instant now;

    /**
     * A letter not written yet.
     *
     * @param terms of the limit that was crossed
     * @param termsNow of the limit of the same name in the plan that holds now, if there is one
     */
    NotificationLetter(
            Customer customer,
            Notification notification,
            LimitTerms terms,
            Optional<LimitTerms> termsNow,
            Instant now) {
        this.customer = customer;
        this.notification = notification;
        this.terms = terms;
        this.termsNow = termsNow;
        this.now = now;
    }

    Letter letter() {
        List<Letter.Part> parts = new ArrayList<>();
        parts.add(new Paragraph("In %s you have used %s of your %s of %s, which is %s %%."
                .formatted(
                        MONTH.format(notification.period().start()),
                        terms.display(used()),
                        terms.name(),
                        terms.display(limit()),
                        percentUsed().toPlainString())));
        parts.add(new Bar(percentUsed()
                .setScale(0, RoundingMode.DOWN)
                .min(BigDecimal.valueOf(WHOLE))
                .intValue()));
        parts.add(new Notice(next()));
        changedSince().map(Paragraph::new).ifPresent(parts::add);
        parts.add(new Facts(facts()));
        return new Letter(
                title(),
                parts,
                "You get this mail because usage of %s crossed an alert threshold of its plan."
                        .formatted(customer.customerId()));
    }

    private String title() {
        int percent = notification.crossing().threshold().percent();
        return percent == WHOLE
                ? "Your " + terms.name() + " is used up"
                : "%d %% of your %s is used".formatted(percent, terms.name());
    }

    private List<Fact> facts() {
        String name = customer.profile().name();
        return List.of(
                new Fact("Account", name.isEmpty() ? customer.customerId() : name + " (" + customer.customerId() + ")"),
                new Fact("Plan", terms.plan().name()),
                new Fact(terms.isCap() ? "Spend cap" : "Allowance", limitFact()),
                new Fact(
                        "Used",
                        "%s (%s %%)"
                                .formatted(terms.display(used()), percentUsed().toPlainString())),
                new Fact(
                        "Threshold",
                        "%d %%, crossed on %s"
                                .formatted(
                                        notification.crossing().threshold().percent(),
                                        TIME.format(notification.crossing().crossedTime()))),
                new Fact("Resets", TIME.format(notification.period().end())));
    }

    private String limitFact() {
        return terms.isCap() ? terms.display(limit()) : terms.limitKey() + ", " + terms.display(limit());
    }

    private String next() {
        String reset = TIME.format(notification.period().end());
        if (!now.isBefore(notification.period().end())) {
            return "This mail comes late: that month is over, and the %s began anew on %s."
                    .formatted(terms.name(), reset);
        }
        if (!terms.isHard()) {
            return softNext();
        }
        boolean isUsedUp = notification.crossing().threshold().percent() >= WHOLE;
        String refused = terms.isCap() ? "requests that cost something" : "requests that draw on it";
        return isUsedUp
                ? "From now on %s are refused (HTTP 402) until %s, unless the limit is raised before."
                        .formatted(refused, reset)
                : "Nothing is refused yet. At 100 %% %s are refused (HTTP 402) until %s, unless the limit is raised before."
                        .formatted(refused, reset);
    }

    private String softNext() {
        return terms.isCap()
                ? "Nothing is refused: this cap only tells you. Usage goes on and is charged as your plan says."
                : "Nothing is refused: usage beyond the allowance is charged as your plan says.";
    }

    private Optional<String> changedSince() {
        return termsNow.filter(held -> held.amount().compareTo(limit()) != 0)
                .map(held -> "Since then your %s was changed to %s, which is what holds now."
                        .formatted(held.name(), held.display(held.amount())));
    }

    private BigDecimal used() {
        return notification.crossing().used();
    }

    private BigDecimal limit() {
        return notification.crossing().threshold().limitAmount();
    }

    /** Cut to one place, so that 79.99 % never reads as 80 %. */
    private BigDecimal percentUsed() {
        return used().movePointRight(2).divide(limit(), 1, RoundingMode.DOWN);
    }
}
