package dev.tallygate.batch.importing;

import dev.tallygate.batch.cli.ChangeListing;
import dev.tallygate.batch.cli.JsonOption;
import dev.tallygate.batch.cli.Session;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.PendingLines;
import dev.tallygate.usage.PeriodChange;
import dev.tallygate.usage.UsageRehearser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code import --dry-run}: says what each line would become and what it would cost each customer, and records nothing. Lines
 * count on top of the ones before them, so that tiers and repeated ids come out as they would.
 */
final class ImportRehearsal {
    private static final int CHUNK_SIZE = 500;

    private final ImportOrder order;
    private final UsageRehearser.Rehearsal rehearsal;
    private final LineRecording recording;

    ImportRehearsal(ImportOrder order, UsageRehearser.Rehearsal rehearsal, Recording recorder) {
        this.order = order;
        this.rehearsal = rehearsal;
        this.recording = new LineRecording(new EventMapper(order.mapping(), order.times(), order.file()), recorder);
    }

    /** Goes through the file; answers whether every line would be counted. */
    boolean run() {
        order.verdicts().begin();
        UsageFile.Lines lines = order.file().lines();
        try {
            List<UsageLine> chunk = new ArrayList<>();
            for (UsageLine line = lines.next(); line != null; line = lines.next()) {
                chunk.add(line);
                if (chunk.size() == CHUNK_SIZE) {
                    take(chunk);
                    chunk.clear();
                }
            }
            take(chunk);
        } finally {
            lines.close();
        }
        return order.totals().refused() == 0;
    }

    private void take(List<UsageLine> chunk) {
        List<LineVerdict> verdicts = recording.record(chunk);
        order.totals().add(verdicts);
        order.verdicts().append(verdicts);
    }

    /** Prints what it would make of each customer's periods. */
    void print(Session session) {
        List<PeriodChange> changes = rehearsal.changes();
        Set<Long> keys =
                changes.stream().map(change -> change.key().customerKey()).collect(Collectors.toSet());
        var customers = session.bean(CustomerRegistry.class).byKeys(keys);
        Map<String, List<PeriodChange>> byCustomer = new LinkedHashMap<>();
        for (PeriodChange change : changes) {
            Customer customer =
                    Objects.requireNonNull(customers.get(change.key().customerKey()));
            byCustomer
                    .computeIfAbsent(customer.customerId(), id -> new ArrayList<>())
                    .add(change);
        }
        new ChangeListing(session.bean(PendingLines.class)).print(byCustomer, session, new JsonOption());
    }
}
