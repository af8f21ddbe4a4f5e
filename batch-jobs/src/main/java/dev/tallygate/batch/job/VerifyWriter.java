package dev.tallygate.batch.job;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.Finding;
import dev.tallygate.invoice.PeriodVerifier;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.time.BillingPeriod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** Has each period of a chunk proved, and keeps what does not agree for the report. */
final class VerifyWriter implements ItemWriter<PeriodKey> {
    private final PeriodVerifier verifier;
    private final CustomerRegistry customers;
    private final RunContext context;

    VerifyWriter(PeriodVerifier verifier, CustomerRegistry customers, RunContext context) {
        this.verifier = verifier;
        this.customers = customers;
        this.context = context;
    }

    @Override
    public void write(Chunk<? extends PeriodKey> chunk) {
        List<ReportEntry> entries = new ArrayList<>();
        Map<Long, Customer> byKey = customers.byKeys(
                chunk.getItems().stream().map(PeriodKey::customerKey).collect(Collectors.toCollection(TreeSet::new)));
        for (PeriodKey key : chunk.getItems()) {
            Customer customer = byKey.get(key.customerKey());
            String customerId = customer == null ? "customer " + key.customerKey() : customer.customerId();
            entries.add(entry(customerId, key, verifier.verify(key)));
        }
        context.journal().append(entries);
        context.progress().add(entries);
    }

    private static ReportEntry entry(String customerId, PeriodKey key, List<Finding> findings) {
        String item = customerId + " "
                + BillingPeriod.monthContaining(key.periodStart()).label();
        if (findings.isEmpty()) {
            return new ReportEntry(item, ReportEntry.Result.DONE, Map.of());
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        findings.forEach(finding -> facts.put(finding.what(), finding.figures().display()));
        return new ReportEntry(item, ReportEntry.Result.BROKEN, facts);
    }
}
