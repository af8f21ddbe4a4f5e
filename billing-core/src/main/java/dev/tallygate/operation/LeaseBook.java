package dev.tallygate.operation;

import java.util.Optional;

/** Lets one process at a time run a job or a loop. */
public interface LeaseBook {
    /**
     * Takes the lease where it is free, its holder did not renew it for 15 s, or its holder was a process of this machine
     * that is dead. In a transaction of its own.
     */
    Optional<Lease> acquire(String leaseName);

    /** Keeps the lease for 15 s more; false where it was lost, and then its work must stop. */
    boolean renew(Lease lease);

    /** Gives the lease back; does nothing where it was lost. */
    void release(Lease lease);

    /** Who holds the lease now, for a sentence to people; empty where nobody does. */
    Optional<String> holder(String leaseName);

    /** A held lease; {@code owner} is random for each acquisition. */
    record Lease(String leaseName, String owner) {}
}
