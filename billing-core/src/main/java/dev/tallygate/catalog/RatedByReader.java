package dev.tallygate.catalog;

import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.meter.Aggregation;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** Reads who rates a plan's usage, and refuses what only we could rate. */
final class RatedByReader {
    /** Places of a price for one unit, in the currency's minor unit, that providers take. */
    static final int PLACES_MAX = 12;

    private static final String ONE_CHARGE =
            "rated_by: provider has one charge: a price or graduated, the same for all models";

    private final YamlFields plan;
    private final Optional<Currency> currency;

    RatedByReader(YamlFields plan, Optional<Currency> currency) {
        this.plan = plan;
        this.currency = currency;
    }

    /** Absent, it is us; what the provider could not rate is told with its line. */
    RatedBy read(PriceList priceList) {
        RatedBy ratedBy = plan.optional("rated_by")
                .flatMap(value -> value.oneOf(List.of(RatedBy.values())))
                .orElse(RatedBy.TALLYGATE);
        if (ratedBy == RatedBy.PROVIDER) {
            refuseBesideOneCharge(priceList);
            plan.optional("allowances")
                    .ifPresent(value -> value.refuse(
                            "allowances",
                            "nothing here: with rated_by: provider a first tier at price 0 does the same"));
            plan.optional("corrections")
                    .filter(value -> value.text().equals(Optional.of("next_invoice")))
                    .ifPresent(
                            value -> value.refuse(
                                    "at_once: with rated_by: provider nothing of ours can ride on the provider's next invoice"));
        }
        return ratedBy;
    }

    private void refuseBesideOneCharge(PriceList priceList) {
        List<YamlValue> items = plan.optional("charges").map(YamlValue::items).orElse(List.of());
        items.stream().skip(1).forEach(item -> item.refuse("another charge", ONE_CHARGE));
        List<YamlFields> written = items.stream().map(YamlValue::fields).toList();
        written.stream()
                .filter(item -> item.has("matrix"))
                .forEach(item -> item.name("matrix").refuse("matrix", ONE_CHARGE));
        for (Charge charge : priceList.charges()) {
            written.stream()
                    .filter(item -> item.optional("id")
                            .flatMap(YamlValue::text)
                            .filter(charge.id()::equals)
                            .isPresent())
                    .findFirst()
                    .ifPresent(fields -> refuse(charge, fields));
        }
    }

    private void refuse(Charge charge, YamlFields fields) {
        switch (charge) {
            case Charge.FlatCharge flat -> fields.name("flat").refuse("flat", ONE_CHARGE);
            case UsageCharge usage -> refuse(usage, fields);
        }
    }

    private void refuse(UsageCharge usage, YamlFields fields) {
        for (String bound : List.of("minimum", "maximum")) {
            fields.optional(bound).ifPresent(value -> fields.name(bound).refuse(bound, ONE_CHARGE));
        }
        if (usage.aggregation() != Aggregation.SUM) {
            fields.optional("meter")
                    .ifPresent(value -> value.refuse(
                            usage.meters().getFirst(),
                            "a meter that is a sum: with rated_by: provider the provider adds up, and this one is "
                                    + usage.aggregation().word()));
        }
        String price = RateReader.KINDS.stream().filter(fields::has).findFirst().orElseThrow();
        if (usage.pricesByModel()) {
            fields.name(price).refuse("a map", ONE_CHARGE);
            return;
        }
        if (!usage.isPooled()) {
            fields.name("tiers_by").refuse("tiers_by", "charge: rated_by: provider pools all models");
        }
        if (!fields.has("maximum")) {
            usage.rates().prices().forEach(rate -> refuse(usage, rate, fields.name(price)));
        }
    }

    private void refuse(UsageCharge usage, Price rate, YamlValue where) {
        if (rate.graduatedTiers().isEmpty()) {
            where.refuse(rate.kind(), ONE_CHARGE);
        }
        rate.graduatedTiers().forEach(tier -> refuseInexact(usage, tier.price(), where));
        refuseBrokenTiers(usage, rate.graduatedTiers(), where);
    }

    /** A provider rounds each tier by itself: where all but the last are whole, that is our one rounding too. */
    private void refuseBrokenTiers(UsageCharge usage, List<Tier> tiers, YamlValue where) {
        int digits = currency.map(Currency::getDefaultFractionDigits).orElse(0);
        long below = 0;
        for (Tier tier : tiers) {
            if (tier.isOpen()) {
                return;
            }
            BigDecimal full = tier.price().movePointRight(digits).multiply(BigDecimal.valueOf(tier.upTo() - below));
            if (full.remainder(BigDecimal.valueOf(usage.per())).signum() != 0) {
                where.refuse(
                        "up_to " + tier.upTo() + " at " + tier.price().toPlainString(),
                        "with rated_by: provider a tier that, when it is full, costs whole minor units");
            }
            below = tier.upTo();
        }
    }

    private void refuseInexact(UsageCharge usage, BigDecimal price, YamlValue where) {
        int digits = currency.map(Currency::getDefaultFractionDigits).orElse(0);
        if (!isExact(price.movePointRight(digits), usage.per())) {
            where.refuse(
                    price.toPlainString() + " per " + usage.per(),
                    "with rated_by: provider a price for one unit with at most " + PLACES_MAX
                            + " places of the currency's minor unit");
        }
    }

    private static boolean isExact(BigDecimal minorUnits, long per) {
        try {
            return minorUnits
                            .divide(BigDecimal.valueOf(per))
                            .stripTrailingZeros()
                            .scale()
                    <= PLACES_MAX;
        } catch (ArithmeticException endless) {
            return false;
        }
    }
}
