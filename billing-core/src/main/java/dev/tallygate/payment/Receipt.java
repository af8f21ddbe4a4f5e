package dev.tallygate.payment;

/** What became of a webhook at the door. */
public sealed interface Receipt {

    /** Stored, to be settled: answer 200. */
    record Stored(String eventId) implements Receipt {}

    /** Known already, nothing was written: answer 200. */
    record Repeated(String eventId) implements Receipt {}

    /** Not genuine, nothing was written: answer 400. */
    record Refused(String why) implements Receipt {}

    /** No such provider is switched on: answer 404. */
    record ProviderUnknown() implements Receipt {}
}
