package dev.tallygate.customer;

import dev.tallygate.rejection.FieldRules;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.Currency;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What the caller says about a customer; two creations with equal profiles are the same creation.
 *
 * @param customerId the world's name for it
 * @param name for people, at most 200 characters, may be empty
 * @param email at most 254 characters, empty = none; Paystack and manual need one
 * @param currency of all its subscriptions and invoices
 * @param provider who collects: {@code stripe}, {@code paystack} or {@code manual}
 */
public record CustomerProfile(String customerId, String name, String email, Currency currency, String provider) {
    /** The provider that a customer gets where none is named. */
    public static final String STRIPE = "stripe";

    public static final String PAYSTACK = "paystack";

    /** Bank transfer: the invoice is mailed, and a person says that it was paid. */
    public static final String MANUAL = "manual";

    private static final int NAME_CHARACTERS_MAX = 200;
    private static final int EMAIL_CHARACTERS_MAX = 254;
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

    CustomerProfile with(CustomerChange change) {
        return new CustomerProfile(
                customerId,
                Objects.requireNonNullElse(change.name(), name),
                Objects.requireNonNullElse(change.email(), email),
                currency,
                provider);
    }

    /** Throws {@code FIELD_INVALID} for the first field that is out of bounds. */
    void check() {
        FieldRules.id("customer_id", customerId);
        FieldRules.text("name", name, NAME_CHARACTERS_MAX);
        FieldRules.text("email", email, EMAIL_CHARACTERS_MAX);
        if (!email.isEmpty() && !EMAIL.matcher(email).matches()) {
            throw Rejected.field(
                    Reason.FIELD_INVALID, "email", email, "an address such as billing@example.com, or none");
        }
        if (currency.getDefaultFractionDigits() < 0) {
            throw Rejected.field(Reason.FIELD_INVALID, "currency_code", currency, "a currency that is money");
        }
        ProviderRules.check(this);
    }
}
