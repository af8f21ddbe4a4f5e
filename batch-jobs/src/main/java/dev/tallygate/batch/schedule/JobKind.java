package dev.tallygate.batch.schedule;

import dev.tallygate.batch.delivering.DeliverJob;
import dev.tallygate.batch.delivering.ReconcileJob;
import dev.tallygate.batch.job.BillJob;
import dev.tallygate.batch.job.VerifyJob;
import dev.tallygate.batch.margin.MarginsJob;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What the schedule knows of a job beside its cron expression.
 *
 * @param cronOtherwise where the setting is not set; {@code off} = not at all
 * @param month what the job is told of a month that holds a planned time
 */
record JobKind(String name, String cronOtherwise, Reach reach, Function<BillingPeriod, Map<String, String>> month) {
    static final String OFF = "off";
    /** Parameter of each run on the schedule: its planned time. */
    static final String PLANNED = "planned";

    /** Planned times that do the same work, of which only the latest is caught up. */
    enum Reach {
        /** Those of one calendar month. */
        MONTH,
        /** All. */
        EVER
    }

    /** In the order of a month: bill, deliver, ask again, prove. */
    static final List<JobKind> ALL = List.of(
            new JobKind(
                    BillJob.NAME,
                    "10 1 * * *",
                    Reach.MONTH,
                    month -> Map.of(BillJob.UNTIL, month.start().toString())),
            new JobKind(DeliverJob.NAME, "20,50 * * * *", Reach.EVER, month -> Map.of()),
            new JobKind(ReconcileJob.NAME, "45 */6 * * *", Reach.EVER, month -> Map.of()),
            new JobKind(
                    VerifyJob.NAME,
                    "30 3 2 * *",
                    Reach.MONTH,
                    month -> Map.of(VerifyJob.PERIOD, month.previous().label())),
            new JobKind(MarginsJob.NAME, "15 4 * * *", Reach.EVER, month -> Map.of()),
            new JobKind("notify", OFF, Reach.EVER, month -> Map.of()));

    /** What the job is told at a planned time. */
    Map<String, String> parameters(Instant plannedTime) {
        return month.apply(BillingPeriod.monthContaining(plannedTime));
    }

    /** The environment variable with its cron expression. */
    String setting() {
        return "TALLYGATE_JOBS_" + name.toUpperCase(Locale.ROOT);
    }
}
