package dev.tallygate.batch.closing;

import dev.tallygate.money.Money;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Figures as people read them: digits in groups of three, every place that there is. */
final class Figures {
    private Figures() {}

    static String of(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Without the currency. */
    static String of(Money money) {
        return of(money.major());
    }

    static String of(BigDecimal decimal) {
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMinimumFractionDigits(Math.max(0, decimal.scale()));
        return format.format(decimal);
    }

    /** Without zeros at its end, but with two places at least. */
    static String exact(BigDecimal decimal) {
        BigDecimal stripped = decimal.stripTrailingZeros();
        return of(stripped.scale() < 2 ? stripped.setScale(2) : stripped);
    }

    static String withCurrency(Money money) {
        return of(money) + " " + money.currency();
    }

    /** With its sign, also above zero. */
    static String signed(Money money) {
        return (money.minorUnits() > 0 ? "+" : "") + of(money);
    }

    static String left(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }

    static String right(String text, int width) {
        return text.length() >= width ? text : " ".repeat(width - text.length()) + text;
    }
}
