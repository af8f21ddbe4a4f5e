package dev.tallygate.batch.job;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.AtOnce;
import dev.tallygate.invoice.Finding;
import dev.tallygate.invoice.PeriodVerifier;
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

/** Has each period of a chunk proved, and keeps what does not agree for the report. */
final class VerifyWriter implements ItemWriter<PeriodKey> {
    private static final int SAID_MAX = 10;

    /** One computes while others wait for their rows. */
    private static final AtOnce AT_ONCE = new AtOnce(4, "verify");

    private final PeriodVerifier verifier;
    private final CustomerRegistry customers;
    private final RunContext context;
    private int said;

    VerifyWriter(PeriodVerifier verifier, CustomerRegistry customers, RunContext context) {
        this.verifier = verifier;
        this.customers = customers;
        this.context = context;
    }

    @Override
    public void write(Chunk<? extends PeriodKey> chunk) {
        Map<Long, Customer> byKey = customers.byKeys(
                chunk.getItems().stream().map(PeriodKey::customerKey).collect(Collectors.toCollection(TreeSet::new)));
        List<ReportEntry> entries =
                AT_ONCE.map(chunk.getItems(), key -> entry(byKey.get(key.customerKey()), key, verifier.verify(key)));
        entries.forEach(this::say);
        context.journal().append(entries);
        context.progress().add(entries);
    }

    /** Lines are made anew by a void and the next bill; rows are not made anew by anything. */
    private static String mend(Finding finding) {
        return finding.invoiceId().isEmpty()
                ? "rows were changed by something else than Tallygate: compare with a backup"
                : "./tallygate explain %1$s shows it; ./tallygate invoices void %1$s and the next bill make it anew"
                        .formatted(finding.invoiceId());
    }

    /** The first figures that do not agree, at once; all of them stand in the report. */
    private void say(ReportEntry entry) {
        if (entry.result() == ReportEntry.Result.BROKEN && said < SAID_MAX) {
            said++;
            entry.facts()
                    .forEach((what, figures) -> context.progress().say(entry.item() + " " + what + ": " + figures));
        }
    }

    private static ReportEntry entry(@Nullable Customer customer, PeriodKey key, List<Finding> findings) {
        String customerId = customer == null ? "customer " + key.customerKey() : customer.customerId();
        String item = customerId + " "
                + BillingPeriod.monthContaining(key.periodStart()).label();
        if (findings.isEmpty()) {
            return new ReportEntry(item, ReportEntry.Result.DONE, Map.of());
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        findings.forEach(finding -> facts.put(finding.what(), finding.figures().display()));
        facts.put("mend", mend(findings.getFirst()));
        return new ReportEntry(item, ReportEntry.Result.BROKEN, facts);
    }
}
