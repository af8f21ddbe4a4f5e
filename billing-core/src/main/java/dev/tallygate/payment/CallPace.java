package dev.tallygate.payment;

/** What an adapter asks before each call that leaves. */
public interface CallPace {

    /** Waits until the call may be made. */
    void await(Verb verb);

    /** What a call does there. */
    enum Verb {
        READ,
        WRITE
    }

    /** Neither limits nor counts: for a double on this machine. */
    static CallPace free() {
        return verb -> {};
    }
}
