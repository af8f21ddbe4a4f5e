package dev.tallygate.batch.cli;

import dev.tallygate.payment.DeliveryAttempt;
import dev.tallygate.payment.DeliveryNote;
import dev.tallygate.payment.DeliveryView;
import dev.tallygate.payment.ProviderLimits;
import java.util.Optional;
import java.util.function.LongFunction;

/** How deliveries are printed. */
final class DeliveryListings {
    private DeliveryListings() {}

    static Listing<DeliveryView> many(LongFunction<String> customerId) {
        return new Listing<DeliveryView>()
                .column("delivery_id", DeliveryView::deliveryId)
                .column("customer_id", delivery -> customerId.apply(delivery.customerKey()))
                .column("kind", DeliveryView::kind)
                .column("line_number", DeliveryListings::lineNumber)
                .column("provider", DeliveryView::provider)
                .column("state", DeliveryView::state)
                .column("attempts", delivery -> delivery.request().attempts())
                .column("next_attempt_time", delivery -> delivery.request().nextAttemptTime())
                .column("outcome", delivery -> delivery.answer().outcome());
    }

    /** Everything about one. */
    static Listing<DeliveryView> card(LongFunction<String> customerId) {
        return new Listing<DeliveryView>()
                .column("delivery_id", DeliveryView::deliveryId)
                .column("request_revision", DeliveryView::requestRevision)
                .column("customer_id", delivery -> customerId.apply(delivery.customerKey()))
                .column("kind", DeliveryView::kind)
                .column("line_number", DeliveryListings::lineNumber)
                .column("provider", DeliveryView::provider)
                .column("state", DeliveryView::state)
                .column("attempts", delivery -> delivery.request().attempts())
                .column("idempotency_key", delivery -> delivery.request().idempotencyKey())
                .column("endpoint", delivery -> delivery.request().endpoint())
                .column("first_sent_time", delivery -> delivery.request().firstSentTime())
                .column("next_attempt_time", delivery -> delivery.request().nextAttemptTime())
                .column("provider_object_id", delivery -> delivery.answer().objectId())
                .column("provider_request_id", delivery -> delivery.answer().requestId())
                .column("outcome", delivery -> delivery.answer().outcome());
    }

    static Listing<DeliveryView> revisions() {
        return new Listing<DeliveryView>()
                .column("request_revision", DeliveryView::requestRevision)
                .column("state", DeliveryView::state)
                .column("idempotency_key", delivery -> delivery.request().idempotencyKey())
                .column("outcome", delivery -> delivery.answer().outcome());
    }

    static Listing<DeliveryAttempt> attempts() {
        return new Listing<DeliveryAttempt>()
                .column("attempt", DeliveryAttempt::attempt)
                .column("request_revision", DeliveryAttempt::requestRevision)
                .column("begun_time", DeliveryAttempt::begunTime)
                .column("ended_time", DeliveryAttempt::endedTime)
                .column("result", DeliveryAttempt::result)
                .column("detail", DeliveryAttempt::detail);
    }

    static Listing<DeliveryNote> notes() {
        return new Listing<DeliveryNote>()
                .column("noted_time", DeliveryNote::notedTime)
                .column("by", DeliveryNote::operator)
                .column("note", DeliveryNote::note);
    }

    static Listing<ProviderLimits.Limits> limits() {
        return new Listing<ProviderLimits.Limits>()
                .column("provider", ProviderLimits.Limits::provider)
                .column("account", ProviderLimits.Limits::account)
                .column("reads_30_days", limits -> limits.calls().reads())
                .column("reads_allotted", ProviderLimits.Limits::readsAllotted)
                .column("writes_30_days", limits -> limits.calls().writes())
                .column("waits", ProviderLimits.Limits::waits);
    }

    private static Optional<Integer> lineNumber(DeliveryView delivery) {
        return delivery.lineNumber() == 0 ? Optional.empty() : Optional.of(delivery.lineNumber());
    }
}
