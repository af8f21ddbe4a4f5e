package dev.tallygate.catalog;

import dev.tallygate.catalog.Charge.FlatCharge;
import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.meter.MeterName;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads one charge: a flat one, or a meter with its price. */
final class ChargeReader {

    private static final BigDecimal FLAT_MAX = BigDecimal.TEN.pow(15);
    private static final long PER_MAX = 1_000_000_000_000L;
    private static final String KINDS_TODAY = "today's prices are price (per unit), graduated and flat";
    private static final List<String> USAGE_FIELDS = List.of("id", "meter", "per", "tiers_by", "price", "graduated");
    private static final List<String> ALL_FIELDS =
            List.of("id", "meter", "per", "tiers_by", "price", "graduated", "flat");
    private static final Map<String, String> LATER = Map.of(
            "package", "another price: package comes later; " + KINDS_TODAY,
            "complete", "another price: package comes later; " + KINDS_TODAY,
            "volume", "another price: volume comes later; " + KINDS_TODAY,
            "percentage", "another price: percentage comes later; " + KINDS_TODAY,
            "minimum", "nothing here: minimums come later",
            "maximum", "nothing here: maximums come later",
            "rerate", "nothing here: re-rating recorded usage comes later");

    private final ModelGroups groups;
    private final NavigableSet<String> declaredMeters;
    private final Optional<Currency> currency;

    ChargeReader(ModelGroups groups, NavigableSet<String> declaredMeters, Optional<Currency> currency) {
        this.groups = groups;
        this.declaredMeters = declaredMeters;
        this.currency = currency;
    }

    Optional<Charge> read(YamlFields fields) {
        fields.refuseUnknown(ALL_FIELDS, LATER);
        Optional<String> id = fields.required("id").flatMap(value -> value.id(PlanReader.ID_BYTES_MAX));
        return fields.has("flat") ? flat(id, fields) : usage(id, fields);
    }

    private Optional<Charge> flat(Optional<String> id, YamlFields fields) {
        USAGE_FIELDS.stream()
                .filter(field -> !field.equals("id") && fields.has(field))
                .forEach(field -> fields.name(field).refuse(field, "nothing beside flat but id"));
        int places = currency.map(Currency::getDefaultFractionDigits).orElse(0);
        Optional<BigDecimal> amount = fields.optional("flat")
                .flatMap(value -> currency.isEmpty() ? Optional.empty() : value.decimal(places, FLAT_MAX));
        return id.flatMap(read -> amount.map(flat -> new FlatCharge(read, flat)));
    }

    private Optional<Charge> usage(Optional<String> id, YamlFields fields) {
        NavigableSet<String> meters = fields.required("meter").map(this::meters).orElseGet(TreeSet::new);
        Optional<Long> per =
                fields.has("per") ? fields.optional("per").flatMap(value -> value.whole(1, PER_MAX)) : Optional.of(1L);
        if (LATER.keySet().stream().anyMatch(fields::has)) {
            return Optional.empty();
        }
        Optional<RateCard> rates = new RateReader(groups, per.orElse(PER_MAX)).read(fields);
        Optional<TiersBy> tiersBy =
                rates.flatMap(read -> tiersBy(fields.optional("tiers_by").orElse(null), read));
        if (id.isEmpty() || meters.isEmpty() || per.isEmpty() || tiersBy.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new UsageCharge(id.get(), List.copyOf(meters), per.get(), tiersBy.get(), rates.orElseThrow()));
    }

    private NavigableSet<String> meters(YamlValue value) {
        NavigableSet<String> meters = PlanReader.meters(value);
        for (String meter : meters) {
            if (!MeterName.isBuiltIn(meter) && !declaredMeters.contains(meter)) {
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
    private static Optional<TiersBy> tiersBy(@Nullable YamlValue written, RateCard rates) {
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
