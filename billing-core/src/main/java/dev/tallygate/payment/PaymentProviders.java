package dev.tallygate.payment;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The providers that are switched on, by name. */
public final class PaymentProviders {
    private final Map<String, PaymentProvider> byName;
    private final List<ProviderSwitch> off;

    public PaymentProviders(Collection<PaymentProvider> providers, Collection<ProviderSwitch> switches) {
        this.byName =
                providers.stream().collect(Collectors.toUnmodifiableMap(PaymentProvider::name, Function.identity()));
        this.off = switches.stream()
                .filter(option -> !byName.containsKey(option.provider()))
                .toList();
    }

    /** Empty where the provider is unknown or has no key. */
    public Optional<PaymentProvider> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** In no order. */
    Collection<PaymentProvider> all() {
        return byName.values();
    }

    public Set<String> names() {
        return byName.keySet();
    }

    /** How each provider that is off would be switched on. */
    public List<ProviderSwitch> off() {
        return off;
    }
}
