package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.ParameterRefused;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Stripe's currencies: which exist, which amounts are allowed, and the least that can be charged.
 *
 * @see <a href="https://docs.stripe.com/currencies">the tables</a>
 */
final class Currencies {
    private static final Set<String> KNOWN = Set.of(
            ("usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad "
                            + "cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel ghs gip gmd "
                            + "gnf gtq gyd hkd hnl htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt "
                            + "lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok "
                            + "npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle "
                            + "sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xof "
                            + "xpf yer zar zmw")
                    .split(" ", -1));
    /** Written with two digits, though there are no coins: an amount is a multiple of 100. */
    private static final Set<String> WHOLE_UNITS = Set.of("isk", "ugx");
    /** Written with three digits, the last of which is 0. */
    private static final Set<String> THREE_DIGITS = Set.of("bhd", "jod", "kwd", "omr", "tnd");
    /** In the smallest unit; the currencies that are not here have no stated minimum. */
    private static final Map<String, Long> CHARGE_MIN = Map.ofEntries(
            Map.entry("usd", 50L),
            Map.entry("aed", 200L),
            Map.entry("ars", 50L),
            Map.entry("aud", 50L),
            Map.entry("brl", 50L),
            Map.entry("cad", 50L),
            Map.entry("chf", 50L),
            Map.entry("cop", 50L),
            Map.entry("czk", 1500L),
            Map.entry("dkk", 250L),
            Map.entry("eur", 50L),
            Map.entry("gbp", 30L),
            Map.entry("hkd", 400L),
            Map.entry("huf", 17500L),
            Map.entry("idr", 50L),
            Map.entry("ils", 50L),
            Map.entry("inr", 50L),
            Map.entry("jpy", 50L),
            Map.entry("krw", 50L),
            Map.entry("mxn", 1000L),
            Map.entry("myr", 200L),
            Map.entry("nok", 300L),
            Map.entry("nzd", 50L),
            Map.entry("php", 50L),
            Map.entry("pln", 200L),
            Map.entry("ron", 200L),
            Map.entry("rub", 50L),
            Map.entry("sek", 300L),
            Map.entry("sgd", 50L),
            Map.entry("thb", 1000L),
            Map.entry("zar", 50L));

    private Currencies() {}

    /** The code in lower case, as Stripe writes it. */
    static String require(String code) {
        String lower = code.toLowerCase(Locale.ROOT);
        if (!KNOWN.contains(lower)) {
            throw ParameterRefused.invalid("currency", "Invalid currency: " + lower);
        }
        return lower;
    }

    static void requireAmount(String currency, long amount) {
        long step = WHOLE_UNITS.contains(currency) ? 100 : THREE_DIGITS.contains(currency) ? 10 : 1;
        if (amount % step != 0) {
            throw ParameterRefused.invalid(
                    "amount", "Invalid amount: " + amount + " " + currency + " must be a multiple of " + step);
        }
        if (Math.abs(amount) > 999_999_999_999L) {
            throw ParameterRefused.invalid("amount", "Amount must be no more than 999999999999");
        }
    }

    static long chargeMin(String currency) {
        return CHARGE_MIN.getOrDefault(currency, 0L);
    }
}
