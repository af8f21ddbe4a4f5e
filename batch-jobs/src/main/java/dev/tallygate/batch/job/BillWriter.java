package dev.tallygate.batch.job;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.BillOutcome;
import dev.tallygate.invoice.BillingMoment;
import dev.tallygate.invoice.DraftedInvoice;
import dev.tallygate.invoice.PeriodBilling;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.time.BillingPeriod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** Hands a chunk of periods to core, and keeps what came of them for the report. */
final class BillWriter implements ItemWriter<PeriodKey> {
    private final PeriodBilling billing;
    private final CustomerRegistry customers;
    private final BillingMoment moment;
    private final RunContext context;

    BillWriter(PeriodBilling billing, CustomerRegistry customers, BillingMoment moment, RunContext context) {
        this.billing = billing;
        this.customers = customers;
        this.moment = moment;
        this.context = context;
    }

    @Override
    public void write(Chunk<? extends PeriodKey> chunk) {
        List<PeriodKey> keys = List.copyOf(chunk.getItems());
        boolean isRehearsal = context.run().identity().parameters().containsKey(BillJob.DRY_RUN);
        List<BillOutcome> outcomes = isRehearsal ? billing.rehearse(moment, keys) : billing.bill(moment, keys);
        Map<Long, Customer> byKey = customers.byKeys(outcomes.stream()
                .map(outcome -> outcome.key().customerKey())
                .collect(Collectors.toCollection(TreeSet::new)));
        List<ReportEntry> entries = outcomes.stream()
                .map(outcome -> entry(outcome, byKey.get(outcome.key().customerKey())))
                .toList();
        context.journal().append(entries);
        context.progress().add(entries);
    }

    private static ReportEntry entry(BillOutcome outcome, @Nullable Customer customer) {
        PeriodKey key = outcome.key();
        String customerId = customer == null ? "customer " + key.customerKey() : customer.customerId();
        String item = customerId + " "
                + BillingPeriod.monthContaining(key.periodStart()).label();
        return switch (outcome) {
            case BillOutcome.Drafted drafted ->
                new ReportEntry(item, ReportEntry.Result.DONE, invoices(drafted.invoices()));
            case BillOutcome.NothingDue nothing -> new ReportEntry(item, ReportEntry.Result.NOTHING_DUE, Map.of());
            case BillOutcome.Pending pending ->
                new ReportEntry(
                        item,
                        ReportEntry.Result.PENDING,
                        Map.of(
                                "difference_on_next_invoice",
                                pending.difference().display()));
            case BillOutcome.Parked parked -> new ReportEntry(item, ReportEntry.Result.PARKED, reasons(parked));
        };
    }

    private static Map<String, Object> invoices(List<DraftedInvoice> invoices) {
        Map<String, Object> totals = new LinkedHashMap<>();
        invoices.forEach(
                invoice -> totals.put(invoice.id().toString(), invoice.total().display()));
        return totals;
    }

    private static Map<String, Object> reasons(BillOutcome.Parked parked) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("reason", parked.reason());
        facts.put("detail", parked.detail());
        facts.put("mend", parked.mend());
        return facts;
    }
}
