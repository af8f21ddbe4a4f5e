package dev.tallygate.catalog;

import dev.tallygate.meter.Aggregation;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A plan as it was written: terms, charges, limits in one currency. Equal plans mean the same.
 *
 * @param currencies all that the plan is written in; the first is that of customers who name none
 */
public record Plan(
        String planId,
        String name,
        Currency currency,
        List<Currency> currencies,
        PlanTerms terms,
        PriceList priceList,
        PlanLimits limits) {

    public Plan {
        currencies = List.copyOf(currencies);
    }

    /** A plan in one currency. */
    public Plan(
            String planId, String name, Currency currency, PlanTerms terms, PriceList priceList, PlanLimits limits) {
        this(planId, name, currency, List.of(currency), terms, priceList, limits);
    }

    /** Its currencies for people: {@code USD, NGN}. */
    public String listedCurrencies() {
        return currencies.stream().map(Currency::getCurrencyCode).collect(Collectors.joining(", "));
    }

    public Duration grace() {
        return terms.grace();
    }

    public UnpricedPolicy unpriced() {
        return terms.unpriced();
    }

    public Corrections corrections() {
        return terms.corrections();
    }

    public ZeroInvoices zeroInvoices() {
        return terms.zeroInvoices();
    }

    public OverdueTerms overdue() {
        return terms.overdue();
    }

    /** The provider turns its usage into money, under its one charge. */
    public boolean isRatedByProvider() {
        return terms.ratedBy() == RatedBy.PROVIDER;
    }

    /** Usage and flat charges, in plan order. */
    public List<Charge> charges() {
        return priceList.charges();
    }

    public List<Charge.UsageCharge> usageCharges() {
        return priceList.usageCharges();
    }

    /** True where some price is a volume price or some meter the latest: usage then changes what other usage costs. */
    public boolean looksAtWholePeriod() {
        return priceList.looksAtWholePeriod();
    }

    /** How a meter of one's own aggregates. */
    public Aggregation aggregationOf(String meter) {
        return priceList.aggregationOf(meter);
    }

    /** The meters of one's own that it declares or charges, and how they aggregate. */
    public NavigableMap<String, Aggregation> ownMeters() {
        return priceList.ownMeters();
    }

    public List<Charge.FlatCharge> flatCharges() {
        return charges().stream()
                .filter(Charge.FlatCharge.class::isInstance)
                .map(Charge.FlatCharge.class::cast)
                .toList();
    }

    public Optional<Charge> charge(String chargeId) {
        return charges().stream().filter(charge -> charge.id().equals(chargeId)).findFirst();
    }

    public ModelGroups models() {
        return priceList.models();
    }

    public NavigableSet<String> freeMeters() {
        return priceList.freeMeters();
    }

    public Optional<SpendCap> spendCap() {
        return Optional.ofNullable(limits.spendCap());
    }

    /** Percent, rising. */
    public List<Integer> alerts() {
        return limits.alerts();
    }

    public List<Allowance> allowances() {
        return limits.allowances();
    }

    /** The allowance that the charge draws on; a charge draws on one at most. */
    public Optional<Allowance> allowanceOf(String chargeId) {
        return allowances().stream()
                .filter(allowance -> allowance.charges().contains(chargeId))
                .findFirst();
    }

    /** What the plan says about one model. */
    public ModelPricing pricingFor(String modelId) {
        return priceList.pricingFor(modelId);
    }
}
