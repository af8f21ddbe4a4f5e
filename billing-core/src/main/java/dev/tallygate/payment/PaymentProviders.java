package dev.tallygate.payment;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The providers that are switched on, by name. */
public final class PaymentProviders {
    private final Map<String, PaymentProvider> byName;

    public PaymentProviders(Collection<PaymentProvider> providers) {
        this.byName =
                providers.stream().collect(Collectors.toUnmodifiableMap(PaymentProvider::name, Function.identity()));
    }

    /** Empty where the provider is unknown or has no key. */
    public Optional<PaymentProvider> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Set<String> names() {
        return byName.keySet();
    }
}
