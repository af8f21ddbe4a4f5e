package dev.tallygate.payment;

import dev.tallygate.customer.Customer;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.payment.DeliveryWriter.Start;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How new rows begin: HELD while their provider is held, and in doubt where the provider may have what they are about, as
 * far as a restored database can tell.
 */
final class Beginnings {
    private final HoldRepository holds;
    private final FoundObjectRepository found;

    Beginnings(HoldRepository holds, FoundObjectRepository found) {
        this.holds = holds;
        this.found = found;
    }

    /** @param entity as objects that were found name it */
    Beginning of(String provider, String entity) {
        return new Beginning(holds.find(provider), found.createdTime(provider, entity));
    }

    /**
     * What the provider was found to have for this customer's same period, kind and revision under another id: after a
     * restore the customer was made anew and got another number. Empty = nothing.
     */
    Optional<String> underAnotherId(Customer customer, InvoiceId id) {
        return found.invoicesOf(customer.profile().provider(), customer.customerId()).entrySet().stream()
                .filter(there -> InvoiceId.parse(there.getKey())
                        .filter(other -> other.customerKey() != id.customerKey() && isSameBut(other, id))
                        .isPresent())
                .map(there -> there.getValue() + " as " + there.getKey())
                .findFirst();
    }

    private static boolean isSameBut(InvoiceId other, InvoiceId id) {
        String itsOwn = "inv_" + id.customerKey() + "_";
        return other.toString().replaceFirst("^inv_\\d+_", itsOwn).equals(id.toString());
    }

    /** What holds for all rows of one entity. */
    record Beginning(Optional<Hold> hold, Optional<Instant> foundTime) {
        Start start(Start asked) {
            Optional<Instant> restored =
                    hold.filter(held -> held.cause() == Hold.Cause.RESTORED).map(Hold::sinceTime);
            Optional<Instant> firstSent = Stream.of(asked.firstSent(), foundTime, restored)
                    .flatMap(Optional::stream)
                    .min(Instant::compareTo);
            return new Start(state(asked.state(), firstSent), asked.nextAttemptTime(), asked.attempts(), firstSent);
        }

        private DeliveryState state(DeliveryState asked, Optional<Instant> firstSent) {
            boolean isToBeSent = asked == DeliveryState.PLANNED || asked == DeliveryState.UNKNOWN;
            if (!isToBeSent) {
                return asked;
            }
            if (hold.isPresent()) {
                return DeliveryState.HELD;
            }
            return firstSent.isPresent() ? DeliveryState.UNKNOWN : asked;
        }
    }
}
