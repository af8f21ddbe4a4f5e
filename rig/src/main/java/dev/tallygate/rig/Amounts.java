package dev.tallygate.rig;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Currency;
import java.util.Locale;

/** Figures as people read them: major units with their currency, thousands apart. */
final class Amounts {
    private Amounts() {}

    /** {@code 1,234.50 USD} for 123450 cents. */
    static String money(long minorUnits, String currencyCode) {
        int exponent = Currency.getInstance(currencyCode).getDefaultFractionDigits();
        return decimal(BigDecimal.valueOf(minorUnits, exponent)) + " " + currencyCode;
    }

    /** {@code 1234.50} for 123450 cents, as somebody types it. */
    static String plain(long minorUnits, String currencyCode) {
        int exponent = Currency.getInstance(currencyCode).getDefaultFractionDigits();
        return BigDecimal.valueOf(minorUnits, exponent).toPlainString();
    }

    /** Every digit that there is, in groups of three. */
    static String decimal(BigDecimal figure) {
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMinimumFractionDigits(Math.max(0, figure.scale()));
        return format.format(figure);
    }

    static String count(long count) {
        return decimal(BigDecimal.valueOf(count));
    }
}
