package dev.tallygate.usage;

import dev.tallygate.database.Script;
import dev.tallygate.ledger.Gate;
import dev.tallygate.meter.KnownMeters;
import dev.tallygate.usage.GateWriter.Written;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Supplier;

/** What a lane reads and writes: rows of the database, or a test's that fail where it likes. By many threads. */
interface GateRows {

    /** How meters of one's own aggregate, as far as it is remembered. */
    KnownMeters meters();

    /** The keys of those who exist, by customer_id. */
    Map<String, Long> keysOf(Collection<String> customerIds);

    /** The work's answer, after its commit; the work is done again where that may help, so it has to find what it did before. */
    <T> T inTransaction(Supplier<T> work);

    /** Locks the gates until the transaction ends. */
    NavigableMap<Long, Gate> lock(Collection<Long> customerKeys);

    /** As {@link GateReader#read}. */
    Gates read(Needs needs, NavigableMap<Long, Gate> locked, CustomerMemory memory, Moment moment);

    /** As {@link GateWriter#write}. */
    Written write(Gates group, boolean proveAll);

    /** Runs it in the transaction that is open. */
    void run(Script script);

    /** As {@link dev.tallygate.database.Scripts#commit}. */
    void commit(Script script);
}
