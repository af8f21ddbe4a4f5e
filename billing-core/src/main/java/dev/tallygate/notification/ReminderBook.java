package dev.tallygate.notification;

import dev.tallygate.database.Script;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the outbox says of invoices: reminders, which there are and new ones, and news of new invoices. The caller holds the gate. */
public final class ReminderBook {

    private final NotificationRepository rows;
    private final DueNotificationRepository due;
    private final JdbcTemplate jdbc;

    ReminderBook(NotificationRepository rows, DueNotificationRepository due, JdbcTemplate jdbc) {
        this.rows = rows;
        this.due = due;
        this.jdbc = jdbc;
    }

    /** The latest reminder of the same invoice, whatever became of it. */
    public Optional<Integer> latestDays(Reminder reminder) {
        return due.ofLimit(reminder.toRow(BigDecimal.ZERO, Instant.EPOCH)).stream()
                .findFirst()
                .map(row -> row.crossing().threshold().percent());
    }

    /** To be mailed as soon as can be, once; the same again changes nothing. */
    public void write(InvoiceNotice notice, Instant now) {
        Script script = new Script();
        rows.writeNew(List.of(notice.toRow(now)), script);
        script.run(jdbc);
    }

    /**
     * To be mailed as soon as can be, unless a later one of the same invoice is.
     *
     * @param owed what is still to be paid, in major units
     */
    public void write(List<Reminder> reminders, BigDecimal owed, Instant now) {
        if (reminders.isEmpty()) {
            return;
        }
        Script script = new Script();
        rows.writeNew(
                reminders.stream().map(reminder -> reminder.toRow(owed, now)).toList(), script);
        script.run(jdbc);
    }
}
