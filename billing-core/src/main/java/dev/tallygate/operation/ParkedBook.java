package dev.tallygate.operation;

import java.util.List;

/** What waits for a person: parked once, shown, and mended once. */
public interface ParkedBook {
    /**
     * Parks the thing inside the caller's transaction. The same thing again takes the new cause over; one that was waived
     * or resolved is open again. The caller holds the customer's gate where a customer is known.
     */
    void park(Parked parked);

    /** Ends an open entry as RESOLVED inside the caller's transaction; does nothing where there is none. */
    void resolve(Parked.ParkedKey key);

    /** Open entries, oldest first. */
    List<Parked> open(int limit);

    /** Every entry under this id, open ones first; several customers can have the same parked id. */
    List<Parked> find(String parkedId);

    /** Makes the thing due again and ends the entry as RESOLVED; it is parked again if that did not help. */
    Parked retry(Parked.ParkedKey key);

    /** Accepts the thing as it is and ends the entry as WAIVED. */
    Parked waive(Parked.ParkedKey key);
}
