package dev.tallygate.batch.closing;

import dev.tallygate.batch.cli.Listing;
import dev.tallygate.month.MonthOverview;
import dev.tallygate.month.MonthOverview.Change;
import dev.tallygate.month.MonthOverview.Changes;
import dev.tallygate.month.MonthOverview.CurrencySum;
import dev.tallygate.month.MonthOverview.Pending;
import dev.tallygate.month.MonthOverview.StepCount;
import dev.tallygate.month.NextStep;
import java.util.List;

/** A month for programs. */
final class MonthJson {
    private MonthJson() {}

    static Listing<MonthOverview> listing() {
        return new Listing<MonthOverview>()
                .column("month", overview -> overview.month().label())
                .column("over", MonthOverview::isOver)
                .column("customers", MonthOverview::customers)
                .column("steps", overview -> steps().objects(overview.steps()))
                .column("sums", overview -> sums().objects(overview.sums()))
                .column(
                        "pending",
                        overview ->
                                pending().objects(List.of(overview.pending())).getFirst())
                .column(
                        "changes",
                        overview ->
                                changes().objects(List.of(overview.changes())).getFirst())
                .column(
                        "next",
                        overview -> next().objects(List.of(overview.next())).getFirst());
    }

    private static Listing<StepCount> steps() {
        return new Listing<StepCount>()
                .column("step", StepCount::step)
                .column("customers", StepCount::customers)
                .column("total", StepCount::total);
    }

    private static Listing<CurrencySum> sums() {
        return new Listing<CurrencySum>()
                .column("currency_code", sum -> sum.currency().getCurrencyCode())
                .column("invoices", CurrencySum::invoices)
                .column("invoiced", CurrencySum::invoiced)
                .column("paid", CurrencySum::paid)
                .column("open", CurrencySum::open)
                .column("last_month", CurrencySum::last);
    }

    private static Listing<Pending> pending() {
        return new Listing<Pending>()
                .column("unpriced_customers", Pending::unpriced)
                .column("late_customers", Pending::late)
                .column("late_customers_of_earlier_months", Pending::lateBefore)
                .column(
                        "carried_to_later_invoices",
                        pending -> List.copyOf(pending.carried().values()))
                .column("drafts_unapproved", Pending::unapproved)
                .column("invoices_overdue", Pending::overdue)
                .column("parked", Pending::parked);
    }

    private static Listing<Changes> changes() {
        return new Listing<Changes>()
                .column("customers_arrived", Changes::arrived)
                .column("customers_left", Changes::left)
                .column("biggest", changes -> biggest().objects(changes.biggest()));
    }

    private static Listing<Change> biggest() {
        return new Listing<Change>()
                .column("customer_id", Change::customerId)
                .column("last_month", Change::last)
                .column("this_month", Change::now)
                .column("difference", Change::difference);
    }

    private static Listing<NextStep> next() {
        return new Listing<NextStep>().column("command", NextStep::command).column("why", NextStep::why);
    }
}
