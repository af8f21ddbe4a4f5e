package dev.tallygate.payment;

/** Whose events are meant: those of one account at a provider. */
record EventSource(String provider, String account) {
    static EventSource of(PaymentProvider provider) {
        return new EventSource(provider.name(), provider.account());
    }
}
