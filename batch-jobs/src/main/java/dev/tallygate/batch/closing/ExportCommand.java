package dev.tallygate.batch.closing;

import dev.tallygate.batch.cli.ExitCodes;
import dev.tallygate.batch.cli.Session;
import dev.tallygate.month.AccountingLine;
import dev.tallygate.month.MonthBook;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code invoices export}: a month's lines for accounting. */
@Command(
        name = "export",
        description = {
            "Write every line of a month's invoices that are not void, for accounting: one row a line.",
            "The column net adds up to what `./tallygate month` calls invoiced."
        })
public final class ExportCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--period", paramLabel = "YYYY-MM", required = true)
    private YearMonth month = YearMonth.now(java.time.ZoneOffset.UTC);

    @Option(names = "--csv", paramLabel = "FILE", required = true, description = "RFC 4180, UTF-8, with a header.")
    private @Nullable Path path;

    public ExportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Path file = path;
        if (file == null) {
            throw new IllegalStateException("picocli sets what is required");
        }
        Map<String, BigDecimal> sums = new TreeMap<>();
        try (CsvFile csv = CsvFile.create(file, AccountingLine.COLUMNS)) {
            session.bean(MonthBook.class).accountingLines(BillingPeriod.month(month), line -> {
                csv.add(line.row());
                sums.merge(line.value("currency"), new BigDecimal(line.value("net")), BigDecimal::add);
            });
            csv.finish();
            session.out().println("%s: %s lines%s".formatted(file, Figures.of(csv.rows()), said(sums)));
        }
        return ExitCodes.DONE;
    }

    private static String said(Map<String, BigDecimal> sums) {
        return sums.entrySet().stream()
                .map(sum -> ", net %s %s".formatted(Figures.of(sum.getValue()), sum.getKey()))
                .collect(Collectors.joining());
    }
}
