package dev.tallygate.batch.importing;

import dev.tallygate.batch.cli.ExitCodes;
import dev.tallygate.batch.cli.Session;
import dev.tallygate.batch.job.JobRunner;
import dev.tallygate.batch.job.RunExit;
import dev.tallygate.batch.job.RunIdentity;
import dev.tallygate.batch.job.RunProgress;
import dev.tallygate.usage.UsageRecorder;
import dev.tallygate.usage.UsageRehearser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.core.env.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import FILE}: records the usage that stands in a file; the same file again counts once. */
@Command(
        name = "import",
        description = {
            "Record the usage in a file. Importing it again, also after a crash, counts once.",
            "Columns (CSV: the first line; JSON lines: the keys) that are named like fields of an event are taken as they are;",
            "--map FIELD=TEMPLATE says where others come from. In a template {column} is a column of the line,",
            "{line} its number from 1, the header not counted, {line %% 40} the rest of dividing it,",
            "{line %% 3: a b c} the word at that rest, from 0.",
            "Ends with 2 where lines were refused; the file of verdicts says why."
        })
public final class ImportCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE")
    private Path path = Path.of("");

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "csv or jsonl.")
    private UsageFile.Format format = UsageFile.Format.CSV;

    @Option(
            names = "--map",
            paramLabel = "FIELD=TEMPLATE",
            description = "Such as customer_id=acme-{line %% 40} or tokens_in={ContextTokens}.")
    private Map<String, String> fields = new LinkedHashMap<>();

    @Option(
            names = "--time-pattern",
            defaultValue = "",
            paramLabel = "PATTERN",
            description =
                    "Of usage_time, such as \"dd.MM.yyyy HH:mm:ss\". Default: 2026-03-01T12:00:00.5 and the like.")
    private String timePattern = "";

    @Option(names = "--zone", paramLabel = "ZONE", description = "Of times that name none. Default: UTC.")
    private ZoneId zone = ZoneOffset.UTC;

    @Option(names = "--backfill", description = "Take usage that is older than 35 days.")
    private boolean backfill;

    @Option(
            names = "--dry-run",
            description = "Record nothing: say what each line would become and what it would cost each customer.")
    private boolean dryRun;

    public ImportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ImportOrder order = order();
        return dryRun ? rehearse(order) : record(order);
    }

    private int rehearse(ImportOrder order) {
        UsageRehearser.Rehearsal rehearsal = session.bean(UsageRehearser.class).begin();
        Recording recording = events ->
                CompletableFuture.completedFuture(backfill ? rehearsal.backfill(events) : rehearsal.record(events));
        ImportRehearsal dry = new ImportRehearsal(order, rehearsal, recording);
        boolean allCounted = dry.run();
        session.out().println("dry run, nothing is recorded: " + order.totals().sentence());
        dry.print(session);
        session.out().println("verdict of each line: " + order.verdicts().path());
        return allCounted ? ExitCodes.DONE : ExitCodes.PARKED;
    }

    private int record(ImportOrder order) {
        RunIdentity identity =
                RunIdentity.of(ImportJob.NAME, Map.of("file", order.file().sha256(), "options", optionsHash()));
        RunProgress progress = new RunProgress(
                session.err(), session.isTerminal() ? RunProgress.Style.TERMINAL : RunProgress.Style.PLAIN);
        UsageRecorder recorder = session.bean(UsageRecorder.class);
        Recording recording = backfill ? recorder::backfill : recorder::record;
        ImportJob job = new ImportJob(session.bean(JobRepository.class), recording, order);
        RunExit exit = session.bean(JobRunner.class).run(job, identity, progress);
        if (order.totals().lines() > 0) {
            session.out().println(order.totals().sentence());
            session.out().println("verdict of each line: " + order.verdicts().path());
        }
        return exit.code();
    }

    private ImportOrder order() {
        try {
            FieldMapping mapping = new FieldMapping(fields);
            TimeFormat times = TimeFormat.of(timePattern, zone);
            UsageFile file = UsageFile.open(path, format);
            if (format == UsageFile.Format.CSV) {
                checkColumns(mapping);
            }
            return new ImportOrder(file, mapping, times, new VerdictFile(verdictPath(file)), new ImportTotals());
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec().commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private void checkColumns(FieldMapping mapping) {
        CsvLines lines = CsvLines.open(path);
        try {
            if (lines.columns().isEmpty()) {
                throw new IllegalArgumentException(path + ": empty (expected: a first line that names the columns)");
            }
            mapping.check(lines.columns());
        } finally {
            lines.close();
        }
    }

    private Path verdictPath(UsageFile file) {
        String folder = session.bean(Environment.class).getProperty("tallygate.reports-folder", "reports");
        return Path.of(
                folder,
                "import-%s-%s-%s.csv"
                        .formatted(file.sha256().substring(0, 16), optionsHash(), dryRun ? "dry-run-lines" : "lines"));
    }

    /** The same file under another mapping is another import; its name may be any. */
    private String optionsHash() {
        String options = String.join(
                "\n",
                format.name(),
                new TreeMap<>(fields).toString(),
                timePattern,
                zone.getId(),
                backfill ? "backfill" : "recent");
        return UUID.nameUUIDFromBytes(options.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 8);
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec");
        }
        return spec;
    }
}
