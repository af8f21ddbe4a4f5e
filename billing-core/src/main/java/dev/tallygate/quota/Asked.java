package dev.tallygate.quota;

import dev.tallygate.catalog.Plan;
import dev.tallygate.meter.MeterName;
import dev.tallygate.meter.OwnReport;
import dev.tallygate.meter.Quantities;
import dev.tallygate.meter.Tokens;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.usage.EventRules;
import dev.tallygate.usage.UsageEvent.Reported;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The quantities that a check asks for: one request at least, and a part never without its whole. */
record Asked(Quantities named, SortedMap<String, Long> own, boolean namesNone) {

    /** Meters that one call may name. */
    static final int METERS_MAX = 16;

    /** A subject that no event has. */
    private static final String NOBODY = "\0";

    /** Behind the id of every event. */
    private static final String LAST = "\u007f";

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
                own(quantities),
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

    /**
     * What is asked of a model, as one event of now would count it, by somebody who has used nothing yet. Where nothing is named
     * it is one unit of each meter that is priced for the model and adds up.
     */
    Quantities quantitiesFor(Plan plan, String modelId, Instant now) {
        if (!namesNone) {
            return own.isEmpty() ? named : withOwn(plan, now);
        }
        Quantities.Builder one = Quantities.builder().requests(1);
        plan.pricingFor(modelId).askedMeters().forEach(meter -> one.quantity(meter, 1));
        return one.build();
    }

    private Quantities withOwn(Plan plan, Instant now) {
        Quantities builtIn = new Quantities(
                named.requests(), named.tokens(), named.computeMillis(), Collections.emptyNavigableMap());
        return builtIn.plus(new OwnReport(own, NOBODY, now, LAST).counted(plan::aggregationOf));
    }

    /** With those of 0: for some meters that is not the same as none. */
    private static SortedMap<String, Long> own(SortedMap<String, Long> quantities) {
        TreeMap<String, Long> own = new TreeMap<>(quantities);
        own.keySet().removeIf(MeterName::isBuiltIn);
        return own;
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
