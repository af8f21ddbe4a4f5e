package dev.tallygate.batch.schedule;

import dev.tallygate.batch.job.BatchJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The jobs that may be scheduled, each with its planned times. */
record Schedule(List<ScheduledJob> jobs) {
    Schedule {
        jobs = List.copyOf(jobs);
    }

    /**
     * The jobs that exist, with what the settings say.
     *
     * @throws IllegalArgumentException with a sentence that names the setting that is wrong
     */
    static Schedule of(ScheduleSettings settings, List<BatchJob> existing) {
        Map<String, BatchJob> byName = existing.stream().collect(Collectors.toMap(BatchJob::name, job -> job));
        Map<String, String> unread = new TreeMap<>(settings.jobs());
        List<ScheduledJob> jobs = new ArrayList<>();
        for (JobKind kind : JobKind.ALL) {
            BatchJob job = byName.get(kind.name());
            if (job != null) {
                String cron = Optional.ofNullable(unread.remove(kind.name()))
                        .filter(text -> !text.isBlank())
                        .orElse(kind.cronOtherwise());
                boolean off = cron.strip().equalsIgnoreCase(JobKind.OFF);
                jobs.add(new ScheduledJob(job, kind, off ? null : Cron.parse(kind.setting(), cron)));
            }
        }
        refuseUnknown(unread, jobs);
        return new Schedule(jobs);
    }

    private static void refuseUnknown(Map<String, String> unread, List<ScheduledJob> jobs) {
        unread.keySet().stream().findFirst().ifPresent(unknown -> {
            throw new IllegalArgumentException("TALLYGATE_JOBS_%s: there is no such job (expected: %s)"
                    .formatted(
                            unknown.toUpperCase(Locale.ROOT),
                            jobs.stream().map(ScheduledJob::name).collect(Collectors.joining(", "))));
        });
    }
}
