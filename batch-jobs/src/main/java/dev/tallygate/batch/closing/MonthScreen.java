package dev.tallygate.batch.closing;

import dev.tallygate.batch.cli.Colours;
import dev.tallygate.month.MonthOverview;
import dev.tallygate.month.MonthOverview.Change;
import dev.tallygate.month.MonthOverview.CurrencySum;
import dev.tallygate.month.MonthOverview.Pending;
import dev.tallygate.month.MonthOverview.StepCount;
import dev.tallygate.month.MonthStep;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A month as text, at most 80 columns wide and 40 lines high, whatever there is. */
final class MonthScreen {
    private static final int WIDTH = 80;
    private static final int STEP_ROWS_MAX = 12;
    private static final int CURRENCIES_MAX = 5;
    private static final int CHANGES_MAX = 3;
    private static final int BAR_WIDTH = 24;
    private static final int NAME_WIDTH = 24;
    private static final DateTimeFormatter TITLE = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);

    private final MonthOverview overview;
    private final Instant now;
    private final Colours colours;
    private final List<String> lines = new ArrayList<>();

    MonthScreen(MonthOverview overview, Instant now, Colours colours) {
        this.overview = overview;
        this.now = now;
        this.colours = colours;
    }

    void print(PrintWriter out) {
        title();
        steps();
        sums();
        pending();
        changes();
        next();
        lines.forEach(line -> out.println(line.stripTrailing()));
    }

    private void title() {
        String month = TITLE.format(overview.month().start().atZone(ZoneOffset.UTC));
        String asOf = "as of " + MINUTE.format(now.atZone(ZoneOffset.UTC));
        lines.add(colours.strong(month) + Figures.right(asOf, WIDTH - month.length()));
    }

    private void steps() {
        heading("Customers", Figures.of(overview.customers()));
        if (overview.steps().isEmpty()) {
            lines.add("  nobody was subscribed in " + overview.month().label());
        }
        boolean isCrowded = overview.steps().size() > STEP_ROWS_MAX;
        for (MonthStep step : MonthStep.values()) {
            List<StepCount> counts = overview.steps().stream()
                    .filter(count -> count.step() == step)
                    .toList();
            boolean isWithoutMoney =
                    counts.stream().allMatch(count -> count.total().isZero());
            if (!counts.isEmpty() && (isCrowded || isWithoutMoney)) {
                stepRow(step.word(), step, overview.customers(step), "");
            } else {
                String name = step.word();
                for (StepCount count : counts) {
                    stepRow(name, step, count.customers(), amount(count));
                    name = "";
                }
            }
        }
    }

    private static String amount(StepCount count) {
        return count.total().isZero() ? "" : Figures.withCurrency(count.total());
    }

    private void stepRow(String name, MonthStep step, long customers, String amount) {
        String row = "  %s %s %s  "
                .formatted(Figures.left(name, 14), Figures.right(Figures.of(customers), 8), Figures.right(amount, 23));
        String bar = "█".repeat(bar(customers));
        lines.add(step == MonthStep.PARKED ? colours.alarm(row + bar) : row + bar);
    }

    /** At least one mark for somebody. */
    private int bar(long customers) {
        long all = overview.customers();
        return (int) Math.max(customers * BAR_WIDTH / all, 1);
    }

    private void sums() {
        List<CurrencySum> sums =
                overview.sums().stream().filter(sum -> sum.invoices() > 0).toList();
        if (sums.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(colours.strong("  %s %s %s %s %s"
                .formatted(
                        Figures.left("", 4),
                        Figures.right("INVOICES", 10),
                        Figures.right("INVOICED", 20),
                        Figures.right("PAID", 20),
                        Figures.right("OPEN", 20))));
        sums.stream().limit(CURRENCIES_MAX).forEach(this::sumRow);
        if (sums.size() > CURRENCIES_MAX) {
            lines.add("  and %d currencies more: --json".formatted(sums.size() - CURRENCIES_MAX));
        }
    }

    private void sumRow(CurrencySum sum) {
        lines.add("  %s %s %s %s %s"
                .formatted(
                        Figures.left(sum.currency().getCurrencyCode(), 4),
                        Figures.right(Figures.of(sum.invoices()), 10),
                        Figures.right(Figures.of(sum.invoiced()), 20),
                        Figures.right(Figures.of(sum.paid()), 20),
                        Figures.right(Figures.of(sum.open()), 20)));
    }

    private void pending() {
        Pending pending = overview.pending();
        List<String> rows = new ArrayList<>();
        row(rows, "usage without a price", pending.unpriced(), "customers: parked when they are billed");
        row(rows, "usage since the invoice", pending.late(), "customers: the next bill takes it up");
        row(rows, "the same, earlier months", pending.lateBefore(), "customers");
        row(rows, "drafts to approve", pending.unapproved(), "");
        row(rows, "overdue invoices", pending.overdue(), "");
        if (!pending.carried().isEmpty()) {
            rows.add("  carried to later invoices: "
                    + pending.carried().values().stream()
                            .limit(CHANGES_MAX)
                            .map(Figures::withCurrency)
                            .collect(Collectors.joining(", ")));
        }
        if (!rows.isEmpty()) {
            heading("Pending", "");
            rows.forEach(row -> lines.add(colours.doubt(row)));
        }
    }

    private static void row(List<String> rows, String name, long count, String what) {
        if (count > 0) {
            rows.add(
                    "  %s %s  %s".formatted(Figures.left(name, NAME_WIDTH), Figures.right(Figures.of(count), 8), what));
        }
    }

    private void changes() {
        String last = overview.month().previous().label();
        List<String> rows = new ArrayList<>();
        overview.sums().stream()
                .filter(sum -> !sum.last().isZero() && sum.invoices() > 0)
                .limit(CHANGES_MAX)
                .forEach(sum -> rows.add(change("invoiced", sum.last().major(), sum)));
        overview.changes().biggest().stream().limit(CHANGES_MAX).forEach(change -> rows.add(change(change)));
        boolean isMoved = overview.changes().arrived() + overview.changes().left() > 0;
        if (rows.isEmpty() && !isMoved) {
            return;
        }
        heading(
                "Against " + last,
                "customers: %s arrived, %s left"
                        .formatted(
                                Figures.of(overview.changes().arrived()),
                                Figures.of(overview.changes().left())));
        lines.addAll(rows);
    }

    private static String change(String name, BigDecimal last, CurrencySum sum) {
        return change(name, last, sum.invoiced().major(), sum.currency().getCurrencyCode());
    }

    private static String change(Change change) {
        return change(
                change.customerId(),
                change.last().major(),
                change.now().major(),
                change.now().currency().getCurrencyCode());
    }

    private static String change(String name, BigDecimal last, BigDecimal now, String currency) {
        String shown = name.length() > NAME_WIDTH ? name.substring(0, NAME_WIDTH - 1) + "…" : name;
        return "  %s %s → %s %s %s"
                .formatted(
                        Figures.left(shown, NAME_WIDTH),
                        Figures.right(Figures.of(last), 17),
                        Figures.right(Figures.of(now), 17),
                        currency,
                        Figures.right(percent(last, now), 9));
    }

    private static String percent(BigDecimal last, BigDecimal now) {
        if (last.signum() <= 0) {
            return "";
        }
        BigDecimal percent =
                now.subtract(last).multiply(BigDecimal.valueOf(100)).divide(last, 0, RoundingMode.HALF_EVEN);
        return (percent.signum() > 0 ? "+" : "") + Figures.of(percent) + " %";
    }

    private void next() {
        lines.add("");
        String command = overview.next().command();
        lines.add(colours.strong("Next  " + (command.isEmpty() ? "nothing" : command)));
        lines.add("      " + overview.next().why());
    }

    private void heading(String name, String figure) {
        lines.add("");
        lines.add(colours.strong(name) + (figure.isEmpty() ? "" : "  " + figure));
    }
}
