package dev.tallygate.batch.delivering;

import dev.tallygate.batch.job.BatchJob;
import dev.tallygate.batch.job.RunContext;
import dev.tallygate.notification.Notifier;
import dev.tallygate.notification.NotifyReport;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;

/** {@code notify}: mails the crossings that wait, as the server's loop does. */
public final class NotifyJob implements BatchJob {
    /** The job's name. */
    public static final String NAME = "notify";

    private static final int MAILS_A_ROUND = 100;

    private final JobRepository repository;
    private final Notifier notifier;
    private final Clock clock;

    public NotifyJob(JobRepository repository, Notifier notifier, Clock clock) {
        this.repository = repository;
        this.notifier = notifier;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Job build(RunContext context) {
        if (!notifier.isOn()) {
            context.progress()
                    .say("mail is off (TALLYGATE_SMTP_URL is not set): %,d notifications wait"
                            .formatted(notifier.waiting()));
        }
        return new JobBuilder(NAME, repository)
                .start(DrainRounds.step(
                        "send-mails", repository, new DrainRounds("mails", this::round, clock, context)))
                .build();
    }

    private DrainRounds.Round round() {
        NotifyReport report = notifier.drain(MAILS_A_ROUND);
        Map<String, Object> facts = Map.of(
                "sent", report.sent(),
                "superseded", report.superseded(),
                "again", report.again(),
                "parked", report.parked());
        Optional<String> why = report.obstacle();
        return new DrainRounds.Round(report.isIdle(), report.parked(), facts, report.nextTime(), why);
    }
}
