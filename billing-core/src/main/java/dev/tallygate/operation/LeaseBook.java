package dev.tallygate.operation;

import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lets one process at a time run a job or a loop. Called outside any transaction: each step commits by itself. */
public final class LeaseBook {
    private final LeaseRepository repository;
    private final String process = LocalProcess.current();

    public LeaseBook(JdbcClient jdbc) {
        this.repository = new LeaseRepository(jdbc);
    }

    /**
     * Takes the lease where it is free, its holder did not renew it for 15 s, or its holder was a process of this machine
     * that is dead.
     */
    public Optional<Lease> acquire(String leaseName) {
        Lease wanted = new Lease(leaseName, UUID.randomUUID().toString());
        boolean acquired = repository
                .find(leaseName)
                .map(row -> isAbandoned(row) && repository.takeOver(wanted, process, row))
                .orElseGet(() -> insert(wanted));
        return acquired ? Optional.of(wanted) : Optional.empty();
    }

    private static boolean isAbandoned(LeaseRepository.Row row) {
        return row.overdue() || LocalProcess.isDead(row.process());
    }

    private boolean insert(Lease wanted) {
        try {
            repository.insert(wanted, process);
            return true;
        } catch (DuplicateKeyException anotherWasFirst) {
            return false;
        }
    }

    /** Keeps the lease for 15 s more; false where it was lost, and then its work must stop. */
    public boolean renew(Lease lease) {
        return repository.renew(lease);
    }

    /** Gives the lease back; does nothing where it was lost. */
    public void release(Lease lease) {
        repository.delete(lease);
    }

    /** Who holds the lease now (host, process id and start), for a sentence to people; empty where nobody does. */
    public Optional<String> holder(String leaseName) {
        return repository.find(leaseName).filter(row -> !isAbandoned(row)).map(LeaseRepository.Row::process);
    }

    /** A held lease; {@code owner} is random for each acquisition. */
    public record Lease(String leaseName, String owner) {}
}
