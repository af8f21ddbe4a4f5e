package dev.tallygate.payment;

import java.util.Optional;

/** Whether the object that a call makes is already at the provider, found by our marks on it. */
public sealed interface LookUp {

    record Found(String objectId, Optional<InvoiceFacts> facts) implements LookUp {}

    record Absent() implements LookUp {}

    record Unknown(String why) implements LookUp {}
}
