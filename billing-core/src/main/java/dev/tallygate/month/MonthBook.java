package dev.tallygate.month;

import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.DraftApprovals;
import dev.tallygate.month.MonthOverview.Changes;
import dev.tallygate.month.MonthOverview.Pending;
import dev.tallygate.month.MonthOverview.StepCount;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One month, as a person who closes it sees it. Reads one picture of the database; a constant number of statements. */
public final class MonthBook {
    private static final int CHANGES_MAX = 5;
    private static final int PAGE = 1_000;

    private final MonthRepository months;
    private final AccountingRepository accounting;
    private final DraftApprovals approvals;
    private final Transactions transactions;

    MonthBook(
            MonthRepository months,
            AccountingRepository accounting,
            DraftApprovals approvals,
            Transactions transactions) {
        this.months = months;
        this.accounting = accounting;
        this.approvals = approvals;
        this.transactions = transactions;
    }

    /** The month as it is now. */
    public MonthOverview overview(BillingPeriod month, Instant now) {
        return transactions.read(() -> overviewInOnePicture(month, now));
    }

    private MonthOverview overviewInOnePicture(BillingPeriod month, Instant now) {
        List<StepCount> steps = new ArrayList<>(months.steps(month));
        steps.sort(Comparator.comparing(StepCount::step)
                .thenComparing(count -> count.total().currency().getCurrencyCode()));
        MonthRepository.Unusual unusual = months.unusual(month);
        Pending pending = new Pending(
                unusual.unpriced() + months.unpricedRunning(month),
                unusual.late(),
                unusual.lateBefore(),
                months.carried(month),
                approvals.countWaiting(month.start()),
                months.overdue(month, now),
                months.parked(month));
        Changes changes = new Changes(
                months.subscribedOnlyIn(month, month.previous()),
                months.subscribedOnlyIn(month.previous(), month),
                months.biggestChanges(month, CHANGES_MAX));
        boolean isOver = !month.end().isAfter(now);
        return new MonthOverview(
                month, isOver, steps, months.sums(month), pending, changes, next(month, isOver, steps, pending));
    }

    private NextStep next(BillingPeriod month, boolean isOver, List<StepCount> steps, Pending pending) {
        NextStep.Counts counts = new NextStep.Counts(
                Math.max(pending.parked(), count(steps, MonthStep.PARKED)),
                count(steps, MonthStep.OPEN) + count(steps, MonthStep.TO_BILL),
                pending.unapproved(),
                count(steps, MonthStep.DRAFTED) + count(steps, MonthStep.APPROVED),
                count(steps, MonthStep.DELIVERED),
                pending.overdue(),
                count(steps, MonthStep.FINALIZED));
        return NextStep.of(new NextStep.Facts(
                month, isOver, approvals.isRequired(), counts, isOver ? "" : months.biggestRunning(month)));
    }

    private static long count(List<StepCount> steps, MonthStep step) {
        return steps.stream()
                .filter(count -> count.step() == step)
                .mapToLong(StepCount::customers)
                .sum();
    }

    /**
     * Hands on every line of the month's invoices that are not void, by customer and invoice; what a picture of the
     * database has, however long the reader takes.
     */
    public void accountingLines(BillingPeriod month, Consumer<AccountingLine> reader) {
        transactions.read(() -> {
            AccountingLine.@Nullable Place after = null;
            List<AccountingLine> page;
            do {
                page = accounting.lines(month, after, PAGE);
                page.forEach(reader);
                after = page.isEmpty() ? after : page.getLast().place();
            } while (page.size() == PAGE);
            return true;
        });
    }
}
