package dev.tallygate.invoice;

import dev.tallygate.money.Money;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a person looks at before money is asked for: {@code tallygate.billing.*}, in the environment {@code
 * TALLYGATE_BILLING_*}.
 *
 * @param approval drafts wait until a person approves them
 * @param linesMax most lines of an invoice; 0 = any number
 * @param amountMax most that an invoice may come to, of each currency that is bounded: {@code 50000 USD, 5000000 JPY}
 * @param growthMax most percent by which the invoice of a period may exceed that of the period before; 0 = any
 * @param growthFloor totals up to it may grow as they like, of each currency: {@code 100 USD}; without one the floor is 0
 */
@ConfigurationProperties("tallygate.billing")
public record BillingSettings(
        @DefaultValue("false") boolean approval,
        @DefaultValue("0") int linesMax,
        @DefaultValue("") String amountMax,
        @DefaultValue("0") int growthMax,
        @DefaultValue("") String growthFloor) {

    public BillingSettings {
        requireNotNegative("lines-max", linesMax);
        requireNotNegative("growth-max", growthMax);
        amounts("amount-max", amountMax);
        amounts("growth-floor", growthFloor);
    }

    private static void requireNotNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(
                    "tallygate.billing." + name + ": " + value + " (expected: 0 or more; 0 = no bound)");
        }
    }

    InvoiceBounds bounds() {
        return new InvoiceBounds(
                linesMax, amounts("amount-max", amountMax), growthMax, amounts("growth-floor", growthFloor));
    }

    private static Map<Currency, Money> amounts(String name, String text) {
        Map<Currency, Money> amounts = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            if (!part.isBlank()) {
                Money amount = amount(name, part.strip());
                if (amounts.put(amount.currency(), amount) != null) {
                    throw refused(name, text);
                }
            }
        }
        return amounts;
    }

    private static Money amount(String name, String text) {
        String[] words = text.split(" +", -1);
        if (words.length != 2) {
            throw refused(name, text);
        }
        try {
            Currency currency = Currency.getInstance(words[1]);
            BigDecimal minorUnits = new BigDecimal(words[0]).movePointRight(currency.getDefaultFractionDigits());
            Money amount = new Money(minorUnits.longValueExact(), currency);
            if (amount.isNegative()) {
                throw refused(name, text);
            }
            return amount;
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            throw refused(name, text);
        }
    }

    private static IllegalArgumentException refused(String name, String text) {
        return new IllegalArgumentException("tallygate.billing." + name + ": " + text
                + " (expected: an amount and its currency, once a currency, such as 50000 USD, 5000000 JPY)");
    }
}
