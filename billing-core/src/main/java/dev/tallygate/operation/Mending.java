package dev.tallygate.operation;

/** How one kind of parked thing is mended; implemented by the package that parks it. Called inside a transaction. */
public interface Mending {
    /** The kind that this one mends. */
    Parked.Kind kind();

    /** Makes the thing due again, so that the next run or loop takes it up. */
    void retry(Parked parked);

    /**
     * Accepts the thing as it is, for rows up to {@code throughSeq} where it has some.
     *
     * @throws dev.tallygate.rejection.Rejected {@code PARKED_STATE} where it cannot be waived
     */
    void waive(Parked parked);
}
