package dev.tallygate.notification;

import dev.tallygate.database.Script;
import dev.tallygate.notification.Crossing.Threshold;
import java.util.List;

/** Writes rows of {@code notifications}. */
public final class NotificationRepository {

    private static final String PENDING = "PENDING";

    /** Adds the crossings to the script; one that is written already stays as it is. The caller holds the gates. */
    public void writeNew(List<Crossing> crossings, Script script) {
        script.insert("""
                insert into notifications (customer_key, period_start, limit_key, percent, limit_amount, used, seq, state,
                  crossed_time)
                values""", crossings, NotificationRepository::toRow, "on duplicate key update seq = seq");
    }

    private static void toRow(Crossing crossing, Script row) {
        Threshold threshold = crossing.threshold();
        row.number(crossing.customerKey())
                .time(crossing.periodStart())
                .id(threshold.limitKey())
                .number(threshold.percent())
                .decimal(threshold.limitAmount())
                .decimal(crossing.used())
                .number(crossing.seq())
                .id(PENDING)
                .time(crossing.crossedTime());
    }
}
