package dev.tallygate.catalog;

import dev.tallygate.catalog.Charge.FlatCharge;
import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.meter.Aggregation;
import dev.tallygate.meter.MeterName;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one charge as it is written: a flat one, a meter with its price, or a matrix that stands for several. */
final class ChargeReader {

    static final long PER_MAX = 1_000_000_000_000L;

    private static final BigDecimal AMOUNT_MAX = BigDecimal.TEN.pow(15);
    private static final int PERCENT = 100;
    private static final String EVENT_BOUND = "nothing here: a bound for each event would not depend on totals alone;"
            + " minimum and maximum hold for the charge and the period";
    private static final List<String> ALL_FIELDS = Stream.of(
                    List.of("id", "meter", "per", "tiers_by"),
                    RateReader.KINDS,
                    List.of("minimum", "maximum", "matrix", "flat"))
            .flatMap(List::stream)
            .toList();
    private static final Map<String, String> REFUSED = Map.of(
            "minimum_per_event", EVENT_BOUND,
            "maximum_per_event", EVENT_BOUND,
            "event_minimum", EVENT_BOUND,
            "event_maximum", EVENT_BOUND,
            "complete", "nothing here: it belongs into package: {size, price, complete}",
            "rerate", "nothing here: ./tallygate plans apply FILE --rerate moves what is recorded");

    private final ModelGroups groups;
    private final OwnMeters ownMeters;
    private final Optional<Currency> currency;

    ChargeReader(ModelGroups groups, OwnMeters ownMeters, Optional<Currency> currency) {
        this.groups = groups;
        this.ownMeters = ownMeters;
        this.currency = currency;
    }

    /** The charges that it means, in their order; none where something essential is missing. */
    List<Charge> read(YamlFields fields) {
        fields.refuseUnknown(ALL_FIELDS, REFUSED);
        if (fields.has("matrix")) {
            refuseBeside(fields, "matrix", List.of("id", "per", "tiers_by", "matrix"));
            return List.copyOf(new MatrixReader(groups, fields).read());
        }
        Optional<String> id = fields.required("id").flatMap(value -> value.id(PlanReader.ID_BYTES_MAX));
        Optional<Charge> charge = fields.has("flat") ? flat(id, fields) : usage(id, fields);
        return charge.stream().toList();
    }

    private static void refuseBeside(YamlFields fields, String field, List<String> beside) {
        fields.all().keySet().stream()
                .filter(name -> ALL_FIELDS.contains(name) && !beside.contains(name))
                .forEach(name -> fields.name(name)
                        .refuse(
                                name,
                                "nothing beside " + field + " but "
                                        + String.join(
                                                ", ",
                                                beside.stream()
                                                        .filter(other -> !other.equals(field))
                                                        .toList())));
    }

    private Optional<Charge> flat(Optional<String> id, YamlFields fields) {
        refuseBeside(fields, "flat", List.of("id", "flat"));
        Optional<BigDecimal> amount = amount(fields, "flat");
        return id.flatMap(read -> amount.map(flat -> new FlatCharge(read, flat)));
    }

    /** In whole minor units. */
    private Optional<BigDecimal> amount(YamlFields fields, String field) {
        int places = currency.map(Currency::getDefaultFractionDigits).orElse(0);
        return fields.optional(field)
                .filter(value -> isForThePeriod(value, field))
                .flatMap(value -> currency.isEmpty() ? Optional.empty() : value.amount(places, AMOUNT_MAX));
    }

    private static boolean isForThePeriod(YamlValue value, String field) {
        if (value.isMap()) {
            value.refuse(field.equals("flat") ? "an amount" : "an amount for the period; " + EVENT_BOUND);
        }
        return !value.isMap();
    }

    private Optional<Charge> usage(Optional<String> id, YamlFields fields) {
        NavigableSet<String> meters = fields.required("meter").map(this::meters).orElseGet(TreeSet::new);
        Optional<Long> per = per(fields, meters);
        Optional<RateCard> rates = new RateReader(groups, per.orElse(PER_MAX)).read(fields);
        Optional<TiersBy> tiersBy =
                rates.flatMap(read -> tiersBy(fields.optional("tiers_by").orElse(null), read));
        BigDecimal minimum = amount(fields, "minimum").orElse(BigDecimal.ZERO);
        if (id.isEmpty() || meters.isEmpty() || per.isEmpty() || tiersBy.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new UsageCharge(
                id.get(),
                List.copyOf(meters),
                per.get(),
                tiersBy.get(),
                atMost(fields, rates.orElseThrow(), tiersBy.get(), minimum),
                minimum,
                meters.size() == 1 ? ownMeters.aggregationOf(meters.first()) : Aggregation.SUM));
    }

    /** What the price is for; a percentage is one of minor units, a package says its own size. */
    private Optional<Long> per(YamlFields fields, NavigableSet<String> meters) {
        if (fields.has("percentage") || fields.has("package")) {
            String kind = fields.has("percentage") ? "percentage" : "package";
            fields.optional("per").ifPresent(value -> value.refuse("nothing beside " + kind));
        }
        if (fields.has("percentage")) {
            refuseBuiltIn(fields, meters);
            long minorUnits = BigDecimal.TEN
                    .pow(currency.map(Currency::getDefaultFractionDigits).orElse(0))
                    .longValueExact();
            return Optional.of(PERCENT * minorUnits);
        }
        return fields.has("per") ? fields.optional("per").flatMap(value -> value.whole(1, PER_MAX)) : Optional.of(1L);
    }

    private static void refuseBuiltIn(YamlFields fields, NavigableSet<String> meters) {
        meters.stream()
                .filter(MeterName::isBuiltIn)
                .forEach(
                        meter -> fields.name("meter")
                                .refuse(
                                        meter,
                                        "a meter of your own that counts minor units of the plan's currency, such as gmv_minor"));
    }

    /** A maximum holds for what is priced together, so for one key. */
    private RateCard atMost(YamlFields fields, RateCard rates, TiersBy tiersBy, BigDecimal minimum) {
        Optional<BigDecimal> maximum = amount(fields, "maximum");
        if (maximum.isEmpty()) {
            return rates;
        }
        if (!(rates instanceof RateCard.ForAllModels all) || tiersBy != TiersBy.CHARGE) {
            fields.name("maximum").refuse("maximum", "a maximum only where one price holds for all models together");
            return rates;
        }
        if (maximum.get().compareTo(minimum) < 0) {
            fields.name("maximum").refuse(maximum.get().toPlainString(), "at least the minimum");
        }
        return new RateCard.ForAllModels(new Price.AtMost(all.price(), maximum.get()));
    }

    private NavigableSet<String> meters(YamlValue value) {
        NavigableSet<String> meters = PlanReader.meters(value);
        for (String meter : meters) {
            if (meters.size() > 1 && !ownMeters.aggregationOf(meter).isNumber()) {
                value.refuse(
                        meter,
                        "a meter by itself: it is "
                                + ownMeters.aggregationOf(meter).word() + ", and only sums and counts add up");
            }
            if (!MeterName.isBuiltIn(meter) && !ownMeters.isDeclared(meter)) {
                ownMeters.refuseUndeclared(meter, value);
                Spelling.nearest(meter, MeterName.builtIn())
                        .ifPresent(near -> value.refuse(
                                meter, "did you mean " + near + "? If not, declare it: meters: {" + meter + ": sum}"));
            }
        }
        if (value.isEmptyList()) {
            value.refuse("nothing", "at least one meter");
        }
        return meters;
    }

    /** Tiers count what one price holds for: else the amount would depend on the order in which usage arrives. */
    static Optional<TiersBy> tiersBy(@Nullable YamlValue written, RateCard rates) {
        TiersBy natural = switch (rates) {
            case RateCard.ForAllModels all -> TiersBy.CHARGE;
            case RateCard.ByGroup byGroup -> TiersBy.GROUP;
            case RateCard.ByModel byModel -> TiersBy.MODEL;
        };
        if (written == null) {
            return Optional.of(natural);
        }
        Optional<TiersBy> asked = written.oneOf(List.of(TiersBy.values()));
        if (asked.isPresent() && asked.get() != TiersBy.MODEL && asked.get() != natural) {
            written.refuse(expected(asked.get(), natural));
            return Optional.empty();
        }
        return asked;
    }

    private static String expected(TiersBy asked, TiersBy natural) {
        return switch (asked) {
            case CHARGE ->
                "group or model: tiers pooled over models with different rates would cost by order of arrival";
            case GROUP -> "charge or model: group needs a price for each group of models";
            case MODEL -> natural.name();
        };
    }
}
