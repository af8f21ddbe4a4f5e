package dev.tallygate.payment;

/** How a provider is switched on: by a setting, without which it is off and its invoices wait. */
public record ProviderSwitch(String provider, String setting) {

    /** Of a provider that is off. */
    public String sentence() {
        return provider + " is off (" + setting + " is not set)";
    }
}
