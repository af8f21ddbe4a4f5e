package dev.tallygate.batch.closing;

import dev.tallygate.batch.cli.ExitCodes;
import dev.tallygate.batch.cli.JsonOption;
import dev.tallygate.batch.cli.Session;
import dev.tallygate.month.MonthBook;
import dev.tallygate.month.MonthOverview;
import dev.tallygate.time.BillingPeriod;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code month [YYYY-MM]}: a month on one screen, and the next command to type. */
@Command(
        name = "month",
        description = "A month on one screen: customers by step, sums, what is unusual, and the next command to type.")
public final class MonthCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "YYYY-MM", arity = "0..1", description = "Default: the last month that is over.")
    private @Nullable YearMonth month;

    @Mixin
    private JsonOption format = new JsonOption();

    public MonthCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Instant now = session.bean(Clock.class).instant();
        BillingPeriod period =
                month == null ? BillingPeriod.monthContaining(now).previous() : BillingPeriod.month(month);
        MonthOverview overview = session.bean(MonthBook.class).overview(period, now);
        if (format.isJson()) {
            MonthJson.listing().printOne(overview, format, session.out());
        } else {
            new MonthScreen(overview, now, session.colours()).print(session.out());
        }
        return ExitCodes.DONE;
    }
}
