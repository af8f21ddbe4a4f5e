package dev.tallygate.document;

import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Figures as the customer's locale writes them, in Latin digits; an amount always has the places of its currency (ISO 4217:
 * 2 for USD, 0 for JPY, 3 for KWD). Words and dates are English, as the document is.
 */
final class Figures {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);
    private static final Pattern CODE_BESIDE_FIGURE = Pattern.compile("([A-Z]{3})(?=[-0-9])");
    private static final int PRICE_PLACES_MAX = 12;
    private static final int TIER_PLACES_MAX = 6;

    private final Locale locale;

    private Figures(Locale locale) {
        this.locale = locale;
    }

    /** @param tag BCP 47; empty = English */
    static Figures of(String tag) {
        Locale locale = tag.isEmpty() ? Locale.ENGLISH : Locale.forLanguageTag(tag);
        return new Figures(new Locale.Builder()
                .setLocale(locale.stripExtensions())
                .setUnicodeLocaleKeyword("nu", "latn")
                .build());
    }

    /** {@code 1,234.50}, without its currency. */
    String amount(Money money) {
        return decimal(money.exponent(), money.exponent()).format(money.major());
    }

    /** {@code USD 1,234.50}, with the code where the locale puts its sign. */
    String amountWithCode(Money money) {
        DecimalFormat format = (DecimalFormat) NumberFormat.getCurrencyInstance(locale);
        Currency currency = money.currency();
        DecimalFormatSymbols symbols = format.getDecimalFormatSymbols();
        format.setCurrency(currency);
        symbols.setCurrency(currency);
        symbols.setCurrencySymbol(currency.getCurrencyCode());
        format.setDecimalFormatSymbols(symbols);
        places(format, money.exponent(), money.exponent());
        return CODE_BESIDE_FIGURE.matcher(format.format(money.major())).replaceFirst("$1\u00a0");
    }

    String quantity(long quantity) {
        return decimal(0, 0).format(quantity);
    }

    /** A price of the plan: all the places that it has, and at least the currency's. */
    String price(BigDecimal price, int exponent) {
        return decimal(exponent, PRICE_PLACES_MAX).format(price);
    }

    /** What a tier comes to: exact to 6 places, since lines are rounded and tiers are not. */
    String tierAmount(BigDecimal amount, int exponent) {
        return decimal(exponent, TIER_PLACES_MAX).format(amount.setScale(TIER_PLACES_MAX, RoundingMode.HALF_EVEN));
    }

    private DecimalFormat decimal(int placesMin, int placesMax) {
        DecimalFormat format = (DecimalFormat) NumberFormat.getNumberInstance(locale);
        places(format, placesMin, placesMax);
        return format;
    }

    private static void places(DecimalFormat format, int min, int max) {
        format.setRoundingMode(RoundingMode.HALF_EVEN);
        format.setMaximumFractionDigits(max);
        format.setMinimumFractionDigits(min);
    }

    static String date(Instant time) {
        return DATE.format(LocalDate.ofInstant(time, ZoneOffset.UTC));
    }

    /** The last day before an instant: a due_time of midnight ends the day before. */
    static String lastDateBefore(Instant time) {
        return date(time.minusNanos(1_000));
    }

    /** {@code 1 – 31 March 2026}, or {@code 15 March 2026 – 14 April 2026}. */
    static String dates(BillingPeriod period) {
        String last = lastDateBefore(period.end());
        LocalDate start = LocalDate.ofInstant(period.start(), ZoneOffset.UTC);
        LocalDate end = LocalDate.ofInstant(period.end().minusNanos(1_000), ZoneOffset.UTC);
        boolean isOneMonth = YearMonth.from(start).equals(YearMonth.from(end));
        return (isOneMonth ? String.valueOf(start.getDayOfMonth()) : DATE.format(start)) + " – " + last;
    }

    static String month(BillingPeriod period) {
        return MONTH.format(YearMonth.from(period.start().atOffset(ZoneOffset.UTC)));
    }
}
