package dev.tallygate.payment;

/** One account at a provider: what its limits and outages are of. */
public record ProviderAccount(String provider, String account) {

    static ProviderAccount of(PaymentProvider provider) {
        return new ProviderAccount(provider.name(), provider.account());
    }
}
