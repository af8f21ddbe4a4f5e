package dev.tallygate.batch.margin;

import dev.tallygate.batch.job.ReportEntry;
import dev.tallygate.batch.job.RunContext;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.modelcost.MarginBook;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** Has the margins of a chunk of customers worked out by core, in core's own transaction. */
final class MarginsWriter implements ItemWriter<PeriodKey> {
    private final MarginBook margins;
    private final CustomerRegistry customers;
    private final RunContext context;

    MarginsWriter(MarginBook margins, CustomerRegistry customers, RunContext context) {
        this.margins = margins;
        this.customers = customers;
        this.context = context;
    }

    @Override
    public void write(Chunk<? extends PeriodKey> chunk) {
        List<PeriodKey> keys = List.copyOf(chunk.getItems());
        margins.rollUp(keys);
        Map<Long, Customer> byKey = customers.byKeys(
                keys.stream().map(PeriodKey::customerKey).collect(Collectors.toCollection(TreeSet::new)));
        List<ReportEntry> entries = keys.stream()
                .map(key -> byKey.get(key.customerKey()))
                .filter(customer -> customer != null)
                .map(customer -> new ReportEntry(customer.customerId(), ReportEntry.Result.DONE, Map.of()))
                .toList();
        context.journal().append(entries);
        context.progress().add(entries);
    }
}
