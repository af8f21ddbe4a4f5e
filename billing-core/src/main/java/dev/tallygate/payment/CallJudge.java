package dev.tallygate.payment;

import java.util.Optional;

/** Decides whether a provider's object is the one that we mean, where a call fixes it or takes it for ours. */
final class CallJudge {
    private final CallReader reader;
    private final DraftVerifier verifier;
    private final ShadowComparison shadows;

    CallJudge(CallReader reader, ShadowComparison shadows) {
        this.reader = reader;
        this.verifier = new DraftVerifier(reader);
        this.shadows = shadows;
    }

    /** Why it is not to be sent; what is fixed is compared before. */
    Optional<Outcome> objection(Delivery delivery, Call call, PaymentProvider provider) {
        return call instanceof Call.FinalizeInvoice finalize
                ? verifier.objection(delivery, finalize.draft(), provider)
                : Optional.empty();
    }

    /** What the answer means; the provider's own invoice is taken for ours only where both say the same. */
    Outcome judged(Delivery delivery, Call call, Outcome outcome, PaymentProvider provider) {
        return call instanceof RatedCall.CompareInvoice && outcome instanceof Outcome.Accepted accepted
                ? shadows.compare(
                        reader.invoice(delivery), accepted, provider.rating().orElseThrow())
                : outcome;
    }

    /** An invoice that was made without our memory of it may be fixed already: it must be the one that we mean. */
    Outcome remembered(Delivery delivery, InvoiceFacts there) {
        if (there.status() == InvoiceFacts.Status.DRAFT) {
            return new Outcome.Accepted(there.providerInvoiceId(), "", Optional.empty());
        }
        return AdoptionRecorder.objection(reader.invoice(delivery), reader.asOurs(delivery, there))
                .<Outcome>map(objection -> objection)
                .orElseGet(() -> new Outcome.Accepted(there.providerInvoiceId(), "", Optional.of(there)));
    }
}
