package dev.tallygate.paystack;

import dev.tallygate.money.Money;
import dev.tallygate.payment.Call;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Currency;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * An invoice that is collected from a saved card. Paystack has no object for it but its attempts, each known by a
 * reference of ours, so that the name by which we know it says all there is: {@code inv-HASH.NGN.500000}.
 *
 * @param hash of installation, invoice and revision
 * @param units what is charged, in hundredths
 */
record PaystackCharge(String hash, Currency currency, long units) {
    private static final Pattern NAME = Pattern.compile("inv-([0-9a-f]{32})\\.([A-Z]{3})\\.(\\d{1,18})");
    private static final Pattern REFERENCE = Pattern.compile("inv-([0-9a-f]{32})-a\\d{1,4}");
    private static final int HASH_LENGTH = 32;

    /** @throws IllegalStateException where the amount was not prepared */
    static PaystackCharge of(Call.InvoiceReference invoice, Money total) {
        String identity = invoice.installationId() + "|" + invoice.invoiceId() + "|" + invoice.revision();
        long units = PaystackAmounts.toPaystack(total)
                .orElseThrow(() -> new IllegalStateException(total.display() + " is no amount of Paystack's"));
        return new PaystackCharge(sha256(identity).substring(0, HASH_LENGTH), total.currency(), units);
    }

    /** Empty where the name is that of a payment request. */
    static Optional<PaystackCharge> ofName(String providerInvoiceId) {
        Matcher name = NAME.matcher(providerInvoiceId);
        return name.matches()
                ? Optional.of(new PaystackCharge(
                        name.group(1), Currency.getInstance(name.group(2)), Long.parseLong(name.group(3))))
                : Optional.empty();
    }

    /** Whether a transaction is an attempt of ours, by its reference. */
    static boolean isReference(String text) {
        return REFERENCE.matcher(text).matches();
    }

    /** The charge that an attempt belongs to, by what was asked for with it; empty where it is none of ours. */
    static Optional<PaystackCharge> ofTransaction(JsonNode transaction) {
        Matcher matcher = REFERENCE.matcher(
                PaystackJson.text(transaction.path("reference")).orElse(""));
        Optional<Long> units = PaystackJson.whole(transaction.path("requested_amount"))
                .or(() -> PaystackJson.whole(transaction.path("amount")));
        Optional<Currency> currency = PaystackAmounts.currency(
                PaystackJson.text(transaction.path("currency")).orElse(""));
        return matcher.matches() && units.isPresent()
                ? currency.map(known -> new PaystackCharge(matcher.group(1), known, units.get()))
                : Optional.empty();
    }

    String name() {
        return "inv-%s.%s.%d".formatted(hash, currency.getCurrencyCode(), units);
    }

    /** @param attempt from 1 */
    String reference(int attempt) {
        return "inv-%s-a%d".formatted(hash, attempt);
    }

    Money total() {
        return PaystackAmounts.fromPaystack(units, currency.getCurrencyCode());
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
