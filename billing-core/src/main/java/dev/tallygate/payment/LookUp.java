package dev.tallygate.payment;

import java.util.Optional;

/** Whether the object that a call makes is already at the provider, found by our marks on it. */
public sealed interface LookUp {

    record Found(String objectId, Optional<InvoiceFacts> facts) implements LookUp {}

    record Absent() implements LookUp {}

    record Unknown(String why) implements LookUp {}

    /** The provider does not let our key look. */
    record KeyRefused(String why) implements LookUp {}

    /** Of a finalization: it is there where the invoice, as it was read, is a draft no more. */
    static LookUp ofFinalization(Fetched<InvoiceFacts> invoice) {
        return switch (invoice) {
            case Fetched.Unknown<InvoiceFacts> unknown -> new Unknown(unknown.why());
            case Fetched.Absent<InvoiceFacts> absent -> new Absent();
            case Fetched.Found<InvoiceFacts> found ->
                found.value().status() == InvoiceFacts.Status.DRAFT
                        ? new Absent()
                        : new Found(found.value().providerInvoiceId(), Optional.of(found.value()));
        };
    }
}
