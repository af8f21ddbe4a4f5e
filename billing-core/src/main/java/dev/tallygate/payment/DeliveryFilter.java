package dev.tallygate.payment;

import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Which deliveries are listed; what is empty asks for nothing. */
public record DeliveryFilter(
        Set<DeliveryState> states, Optional<String> provider, OptionalLong customerKey, Optional<String> invoiceId) {

    /** Of what has not ended. */
    public static final Set<DeliveryState> OPEN =
            EnumSet.complementOf(EnumSet.of(DeliveryState.ACCEPTED, DeliveryState.ABANDONED));

    private static final Set<String> PROVIDERS =
            Set.of(CustomerProfile.STRIPE, CustomerProfile.PAYSTACK, CustomerProfile.MANUAL);

    /** @throws Rejected {@code FIELD_INVALID} where the provider is none */
    public DeliveryFilter {
        states = Set.copyOf(states);
        provider.filter(name -> !PROVIDERS.contains(name)).ifPresent(name -> {
            throw Rejected.field(Reason.FIELD_INVALID, "provider", name, "stripe, paystack or manual");
        });
    }
}
