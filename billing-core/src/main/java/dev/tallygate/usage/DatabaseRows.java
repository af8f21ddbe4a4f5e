package dev.tallygate.usage;

import dev.tallygate.catalog.MeterBook;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.Script;
import dev.tallygate.database.Scripts;
import dev.tallygate.database.Transactions;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.meter.KnownMeters;
import dev.tallygate.usage.GateWriter.Written;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The rows of the database. */
final class DatabaseRows implements GateRows {

    private final MeterBook meters;
    private final CustomerRegistry customers;
    private final GateRepository gates;
    private final GateReader reader;
    private final GateWriter writer;
    private final Scripts scripts;
    private final Transactions transactions;

    DatabaseRows(
            MeterBook meters,
            CustomerRegistry customers,
            GateRepository gates,
            GateReader reader,
            GateWriter writer,
            Scripts scripts,
            Transactions transactions) {
        this.meters = meters;
        this.customers = customers;
        this.gates = gates;
        this.reader = reader;
        this.writer = writer;
        this.scripts = scripts;
        this.transactions = transactions;
    }

    @Override
    public KnownMeters meters() {
        return meters;
    }

    @Override
    public Map<String, Long> keysOf(Collection<String> customerIds) {
        return transactions.ask(() -> customers.keysOf(customerIds.stream()));
    }

    @Override
    public <T> T inTransaction(Supplier<T> work) {
        return transactions.callRepeatable(work);
    }

    @Override
    public NavigableMap<Long, Gate> lock(Collection<Long> customerKeys) {
        return gates.lock(customerKeys);
    }

    @Override
    public Gates read(Needs needs, NavigableMap<Long, Gate> locked, CustomerMemory memory, Moment moment) {
        needs.know(meters.of(needs.meters()));
        return reader.read(needs, locked, memory, moment);
    }

    @Override
    public Written write(Gates group, boolean proveAll) {
        SortedSet<String> unfixed = new TreeSet<>();
        for (CustomerAtGate customer : group.byId().values()) {
            unfixed.addAll(customer.unfixedMeters());
        }
        if (!unfixed.isEmpty()) {
            meters.fixSums(unfixed);
        }
        return writer.write(group, proveAll);
    }

    @Override
    public void run(Script script) {
        scripts.run(script);
    }

    @Override
    public void commit(Script script) {
        scripts.commit(script);
    }
}
