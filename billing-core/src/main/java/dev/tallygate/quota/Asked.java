package dev.tallygate.quota;

import dev.tallygate.catalog.ModelPricing;
import dev.tallygate.meter.MeterName;
import dev.tallygate.meter.Quantities;
import dev.tallygate.meter.Tokens;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.usage.EventRules;
import dev.tallygate.usage.UsageEvent.Reported;
import java.util.SortedMap;

/** The quantities that a check asks for: one request at least, and a part never without its whole. */
record Asked(Quantities named, boolean namesNone) {

    /** Meters that one call may name. */
    static final int METERS_MAX = 16;

    /** Throws what {@link QuotaLedger#check} promises. */
    static Asked of(SortedMap<String, Long> quantities) {
        if (quantities.size() > METERS_MAX) {
            throw Rejected.field(
                    Reason.FIELD_INVALID, "quantities", quantities.size() + " meters", "at most " + METERS_MAX);
        }
        Quantities.Builder builder = Quantities.builder();
        quantities.forEach((meter, quantity) -> {
            checkName(meter);
            EventRules.checkQuantity("quantities." + meter, quantity);
            builder.quantity(meter, quantity);
        });
        Quantities raw = builder.build();
        Tokens tokens = withWholes(raw.tokens(), quantities);
        EventRules.checkQuantities(new Reported(tokens, raw.computeMillis(), raw.own()));
        return new Asked(
                new Quantities(Math.max(1, raw.requests()), tokens, raw.computeMillis(), raw.own()),
                quantities.isEmpty());
    }

    /** The quantities of a hold as far as they are named, a part never without its whole. */
    static Quantities atMost(SortedMap<String, Long> bounds) {
        Quantities.Builder builder = Quantities.builder();
        bounds.forEach(builder::quantity);
        Quantities raw = builder.build();
        return new Quantities(
                Math.max(1, raw.requests()), withWholes(raw.tokens(), bounds), raw.computeMillis(), raw.own());
    }

    /** What is asked of a model: where nothing is named, one unit of each meter that is priced for it. */
    Quantities quantitiesFor(ModelPricing pricing) {
        if (!namesNone) {
            return named;
        }
        Quantities.Builder one = Quantities.builder().requests(1);
        pricing.askedMeters().forEach(meter -> one.quantity(meter, 1));
        return one.build();
    }

    /** Throws {@code METER_INVALID} for what no event could report. */
    static void checkName(String meter) {
        if (MeterName.isDerived(meter) || !(MeterName.isBuiltIn(meter) || MeterName.isLegalOwn(meter))) {
            throw Rejected.field(
                    Reason.METER_INVALID,
                    "quantities",
                    meter,
                    "a meter's name of 1 to 64 visible ASCII characters that is not derived");
        }
    }

    /** A part asks for its whole where that is not named. */
    private static Tokens withWholes(Tokens tokens, SortedMap<String, Long> quantities) {
        return new Tokens(
                quantities.containsKey(MeterName.TOKENS_IN) ? tokens.in() : tokens.inCached() + tokens.inCacheWrite(),
                tokens.inCached(),
                tokens.inCacheWrite(),
                quantities.containsKey(MeterName.TOKENS_OUT) ? tokens.out() : tokens.outReasoning(),
                tokens.outReasoning());
    }
}
