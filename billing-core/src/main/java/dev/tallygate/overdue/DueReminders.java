package dev.tallygate.overdue;

import dev.tallygate.catalog.OverdueTerms;
import dev.tallygate.customer.Customer;
import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.mail.Letter;
import dev.tallygate.notification.Reminder;
import dev.tallygate.notification.ReminderBook;
import dev.tallygate.notification.Reminders;
import dev.tallygate.time.UtcTimes;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reminds of unpaid invoices, by what the plan of the moment says. */
final class DueReminders implements Reminders {
    private static final Logger LOG = LoggerFactory.getLogger(DueReminders.class);

    /** How soon a changed plan is noticed for an invoice that is overdue already. */
    private static final Duration LOOK_AGAIN = Duration.ofHours(1);

    private final InvoiceBook invoices;
    private final LookRepository looks;
    private final ReminderBook book;
    private final GateRepository gates;
    private final LetterFacts letters;
    private final Transactions transactions;
    private final Clock clock;

    DueReminders(
            InvoiceBook invoices,
            LookRepository looks,
            ReminderBook book,
            GateRepository gates,
            LetterFacts letters,
            Transactions transactions,
            Clock clock) {
        this.invoices = invoices;
        this.looks = looks;
        this.book = book;
        this.gates = gates;
        this.letters = letters;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Each invoice in a transaction of its own, so that one that fails holds up no mail of others. */
    @Override
    public void plan(int invoicesMax) {
        for (InvoiceId id : looks.due(now(), invoicesMax)) {
            try {
                transactions.run(() -> look(id));
            } catch (IllegalStateException | IllegalArgumentException | ArithmeticException bug) {
                LOG.error("reminders of an invoice fail by themselves: {}", id, bug);
                transactions.run(() -> looks.plan(id, now().plus(LOOK_AGAIN)));
            }
        }
    }

    private void look(InvoiceId id) {
        gates.lock(List.of(id.customerKey()));
        Instant now = now();
        if (looks.isDue(id, now)) {
            plan(invoices.require(id.toString()), now);
        }
    }

    private void plan(Invoice invoice, Instant now) {
        Optional<Instant> dueTime = remindedSince(invoice);
        if (dueTime.isEmpty()) {
            looks.end(invoice.id());
        } else if (dueTime.get().isAfter(now)) {
            looks.plan(invoice.id(), dueTime.get());
        } else {
            OverdueTerms terms = letters.terms(invoice, now);
            Schedule schedule = Schedule.of(terms, invoice, dueTime.get());
            List<Reminder> reminders = schedule.dueAt(now, book.latestDays(reminder(invoice, 0))).stream()
                    .map(day -> reminder(invoice, day))
                    .toList();
            book.write(reminders, invoice.owed().major(), now);
            Instant again = now.plus(LOOK_AGAIN);
            looks.plan(
                    invoice.id(),
                    schedule.nextAfter(now).filter(next -> next.isBefore(again)).orElse(again));
        }
    }

    private static Reminder reminder(Invoice invoice, int day) {
        BigDecimal total = invoice.total().major();
        return new Reminder(
                invoice.customerKey(), invoice.period().start(), invoice.id().toString(), day, total);
    }

    /** Nobody is reminded of what was given up; it stays owed all the same. */
    private static Optional<Instant> remindedSince(Invoice invoice) {
        boolean isOwed =
                invoice.status() == InvoiceStatus.FINALIZED && invoice.owed().minorUnits() > 0;
        return isOwed ? Optional.ofNullable(invoice.due().dueTime()) : Optional.empty();
    }

    /** Also where its provider has given the customer more time since. */
    @Override
    public boolean isMoot(Reminder reminder) {
        Instant now = now();
        return remindedSince(invoices.require(reminder.invoiceId()))
                .filter(dueTime -> !dueTime.isAfter(now))
                .isEmpty();
    }

    @Override
    public Letter letter(Reminder reminder, Customer customer) {
        return letters.of(invoices.require(reminder.invoiceId()), customer, now())
                .letter();
    }

    private Instant now() {
        return UtcTimes.toMicros(clock.instant());
    }
}
