package dev.tallygate.operation;

import dev.tallygate.database.Transactions;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What waits for a person: parked once, shown, and mended once. */
public final class ParkedBook {
    private final ParkedRepository repository;
    private final Transactions transactions;
    private final Supplier<List<Mending>> mendings;
    private final Clock clock;

    /** Asks for the mendings when something is mended: those who mend may park as well. */
    public ParkedBook(JdbcClient jdbc, Transactions transactions, Supplier<List<Mending>> mendings, Clock clock) {
        this.repository = new ParkedRepository(jdbc);
        this.transactions = transactions;
        this.mendings = mendings;
        this.clock = clock;
    }

    /**
     * Parks the thing inside the caller's transaction. The same thing again takes the new cause over; one that was waived
     * or resolved is open again. The caller holds the customer's gate where a customer is known.
     */
    public void park(Parked parked) {
        repository.upsert(parked);
    }

    /** Ends an open entry as RESOLVED inside the caller's transaction; does nothing where there is none. */
    public void resolve(Parked.ParkedKey key) {
        repository.end(key, Parked.State.RESOLVED, clock.instant());
    }

    /** Open entries, oldest first. */
    public List<Parked> open(int limit) {
        return repository.open(limit);
    }

    /** Entries of a customer, ended ones too, by id; customer key 0 = those without a customer. */
    public List<Parked> ofCustomer(long customerKey, int limit) {
        return repository.ofCustomer(customerKey, limit);
    }

    /** Entries of these customers that were waived for this reason; the caller asks for at most some hundred customers. */
    public List<Parked> waived(Collection<Long> customerKeys, String reason) {
        return customerKeys.isEmpty() ? List.of() : repository.waived(customerKeys, reason);
    }

    /** Reads one entry. */
    public Optional<Parked> find(Parked.ParkedKey key) {
        return repository.find(key);
    }

    /**
     * Makes the thing due again and ends the entry as RESOLVED; it is parked again if that did not help.
     *
     * @throws Rejected {@code PARKED_NOT_FOUND}, or {@code PARKED_STATE} where it is not open
     */
    public Parked retry(Parked.ParkedKey key) {
        return mend(key, Parked.State.RESOLVED, Mending::retry);
    }

    /**
     * Accepts the thing as it is and ends the entry as WAIVED.
     *
     * @throws Rejected {@code PARKED_NOT_FOUND}, or {@code PARKED_STATE} where it is not open or cannot be waived
     */
    public Parked waive(Parked.ParkedKey key) {
        return mend(key, Parked.State.WAIVED, Mending::waive);
    }

    private Parked mend(Parked.ParkedKey key, Parked.State state, BiConsumer<Mending, Parked> verb) {
        return transactions.call(() -> {
            repository.lockGate(key.customerKey());
            Parked parked = require(key);
            if (!repository.end(key, state, clock.instant())) {
                throw Rejected.of(
                        Reason.PARKED_STATE,
                        "parked %s: %s since %s (expected: OPEN)"
                                .formatted(
                                        key.parkedId(),
                                        parked.state(),
                                        parked.ended().map(Object::toString).orElse("just now")));
            }
            verb.accept(mendingOf(parked), parked);
            return require(key);
        });
    }

    private Parked require(Parked.ParkedKey key) {
        return repository
                .find(key)
                .orElseThrow(() -> Rejected.of(
                        Reason.PARKED_NOT_FOUND,
                        "parked %s: not found (`./tallygate parked list` shows what is parked)"
                                .formatted(key.parkedId())));
    }

    private Mending mendingOf(Parked parked) {
        return mendings.get().stream()
                .filter(mending -> mending.kind() == parked.cause().kind())
                .findFirst()
                .orElseThrow(() -> Rejected.of(
                        Reason.PARKED_STATE,
                        "parked %s: nothing here mends %s (expected: a kind that is mended here)"
                                .formatted(
                                        parked.key().parkedId(), parked.cause().kind())));
    }
}
