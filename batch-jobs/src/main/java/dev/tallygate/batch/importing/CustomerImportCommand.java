package dev.tallygate.batch.importing;

import dev.tallygate.batch.cli.ExitCodes;
import dev.tallygate.batch.cli.Session;
import dev.tallygate.customer.CustomerEnrolment;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code customers import FILE}: makes the customers that stand in a file; the same file again changes nothing. */
@Command(
        name = "import",
        description = {
            "Make the customers that stand in a file, each with its subscription.",
            "Columns (CSV: the first line; JSON lines: the keys): customer_id, name, email, plan, provider, currency, from,",
            "and for invoices legal_name, address, country, tax_ids, locale, order_note, legal_entity (lines of an address",
            "and several tax ids with | between them); all but customer_id may be absent. Every line is checked before the first is written. The same again changes",
            "nothing; a customer that exists with another content is told, and left as it is.",
            "Ends with 1 where a line is wrong and nothing was written, with 2 where a customer exists with another content."
        })
public final class CustomerImportCommand implements Callable<Integer> {
    private static final int SHOWN_MAX = 20;
    private static final Duration TOLD_EVERY = Duration.ofSeconds(2);

    private final Session session;
    private long toldNanos = System.nanoTime();

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE")
    private Path path = Path.of("");

    @Option(names = "--format", paramLabel = "FORMAT", description = "csv or jsonl. Default: as the file is named.")
    private UsageFile.@Nullable Format format;

    @Option(
            names = "--dry-run",
            description = "Write nothing; say what would be written, and what invoices would name.")
    private boolean dryRun;

    public CustomerImportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try {
            return importAll();
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec().commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private int importAll() {
        UsageFile usageFile = UsageFile.open(path, formatOfFile());
        if (usageFile.format() == UsageFile.Format.CSV) {
            checkColumns();
        }
        CustomerEnrolment enrolment = session.bean(CustomerEnrolment.class);
        CustomerFile file = new CustomerFile(usageFile, new CustomerMapper(enrolment.check()));
        CustomerFile.Findings findings = file.check();
        try (CustomerResultFile results = CustomerResultFile.create(resultPath(usageFile))) {
            if (!findings.wrong().isEmpty()) {
                results.append(findings.wrong());
                return refuse(findings, results);
            }
            CustomerImport customers =
                    dryRun ? CustomerImport.rehearsing(file, enrolment) : CustomerImport.writing(file, enrolment);
            customers.run(page -> add(page, results, findings.lines()));
            return tell(results);
        }
    }

    private UsageFile.Format formatOfFile() {
        if (format != null) {
            return format;
        }
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return UsageFile.Format.CSV;
        }
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return UsageFile.Format.JSONL;
        }
        throw new IllegalArgumentException(
                "%s: its name does not say how it is written (expected: .csv or .jsonl, or --format)".formatted(path));
    }

    private void checkColumns() {
        CsvLines lines = CsvLines.open(path);
        try {
            CustomerMapper.checkColumns(lines.columns());
        } finally {
            lines.close();
        }
    }

    private Path resultPath(UsageFile file) {
        String folder = session.bean(Environment.class).getProperty("tallygate.reports-folder", "reports");
        return Path.of(
                folder, "customers-%s%s-lines.csv".formatted(file.sha256().substring(0, 16), dryRun ? "-dry-run" : ""));
    }

    private int refuse(CustomerFile.Findings findings, CustomerResultFile results) {
        PrintWriter err = session.err();
        show(findings.wrong(), err);
        err.println("%,d of %,d lines are wrong: nothing was written. All of them: %s"
                .formatted(findings.wrong().size(), findings.lines(), results.path()));
        return ExitCodes.FAILED;
    }

    private static void show(List<CustomerResult> refused, PrintWriter err) {
        refused.stream().limit(SHOWN_MAX).forEach(line -> err.println(line.sentence()));
        if (refused.size() > SHOWN_MAX) {
            err.println("… and %,d more".formatted(refused.size() - SHOWN_MAX));
        }
    }

    private void add(List<CustomerResult> page, CustomerResultFile results, long lines) {
        long toldBefore = results.count(CustomerResult.Kind.CONFLICT);
        long shownBefore = results.count(CustomerResult.Kind.CREATED);
        results.append(page);
        if (dryRun) {
            page.stream()
                    .filter(result -> result.kind() == CustomerResult.Kind.CREATED)
                    .limit(Math.max(0, SHOWN_MAX - shownBefore))
                    .forEach(result -> session.out().println(result.sentence()));
        }
        page.stream()
                .filter(result -> result.kind() == CustomerResult.Kind.CONFLICT)
                .limit(Math.max(0, SHOWN_MAX - toldBefore))
                .forEach(result -> session.err().println(result.sentence()));
        long now = System.nanoTime();
        if (now - toldNanos >= TOLD_EVERY.toNanos() && results.lines() < lines) {
            toldNanos = now;
            session.err().println("%,d of %,d lines".formatted(results.lines(), lines));
        }
    }

    private int tell(CustomerResultFile results) {
        String what = results.lines() == 0 ? "no customers" : results.sentence();
        session.out().println("%,d lines: %s%s".formatted(results.lines(), dryRun ? "would be " : "", what));
        session.out().println("result of each line: " + results.path());
        return results.count(CustomerResult.Kind.CONFLICT) > 0 ? ExitCodes.PARKED : ExitCodes.DONE;
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec");
        }
        return spec;
    }
}
