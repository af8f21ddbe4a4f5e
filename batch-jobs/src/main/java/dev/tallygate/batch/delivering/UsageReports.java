package dev.tallygate.batch.delivering;

import dev.tallygate.batch.job.ReportEntry;
import dev.tallygate.batch.job.RunContext;
import dev.tallygate.payment.HourComparison;
import dev.tallygate.payment.UsageReporter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/** The steps of {@code deliver} about usage that providers rate: one item is one customer. */
public final class UsageReports {
    private static final int CHUNK_SIZE = 20;

    private final JobRepository repository;
    private final UsageReporter reporter;
    private final HourComparison comparison;

    UsageReports(JobRepository repository, UsageReporter reporter, HourComparison comparison) {
        this.repository = repository;
        this.reporter = reporter;
        this.comparison = comparison;
    }

    /** What was told before is compared first, so that hours that differ are told again in the same run. */
    Step compare(RunContext context) {
        return step(
                "compare-usage",
                context,
                key -> comparison.compare(key).stream().map(UsageReports::entry).toList());
    }

    /** Plans reports of hours that are over. */
    Step report(RunContext context) {
        return step("report-usage", context, key -> entries(reporter.report(key)));
    }

    private Step step(String name, RunContext context, Function<Long, List<ReportEntry>> work) {
        return new StepBuilder(name, repository)
                .<String, String>chunk(CHUNK_SIZE)
                .transactionManager(new ResourcelessTransactionManager())
                .reader(new IdReader(this::customers))
                .writer(chunk -> {
                    List<ReportEntry> entries = chunk.getItems().stream()
                            .flatMap(key -> work.apply(Long.valueOf(key)).stream())
                            .toList();
                    context.journal().append(entries);
                    context.progress().add(entries);
                })
                .build();
    }

    private List<String> customers(@Nullable String after) {
        long afterKey = after == null ? 0 : Long.parseLong(after);
        return reporter.customers(afterKey, CHUNK_SIZE).stream()
                .map(String::valueOf)
                .toList();
    }

    private static List<ReportEntry> entries(UsageReporter.Reported reported) {
        return reported.hours() == 0
                ? List.of()
                : List.of(new ReportEntry(
                        "usage of " + reported.customerId(),
                        ReportEntry.Result.DONE,
                        Map.of("hours_planned", reported.hours())));
    }

    private static ReportEntry entry(HourComparison.Compared compared) {
        ReportEntry.Result result = switch (compared.result()) {
            case EQUAL, DIFFERENT, TOO_LATE -> ReportEntry.Result.DONE;
            case PARKED -> ReportEntry.Result.PARKED;
            case UNKNOWN -> ReportEntry.Result.PENDING;
        };
        return new ReportEntry(
                "usage of %s in %s".formatted(compared.customerId(), compared.period()),
                result,
                Map.of("provider", compared.result().name(), "here", compared.here(), "there", compared.there()));
    }
}
