package dev.tallygate.catalog;

import dev.tallygate.catalog.Charge.FlatCharge;
import dev.tallygate.catalog.Charge.UsageCharge;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A plan flattened to one line a fact, so that two versions can be compared field by field. */
final class PlanFacts {

    private final Map<String, String> facts = new TreeMap<>();

    private PlanFacts(Plan plan) {
        put("name", plan.name());
        put("currency", plan.currency());
        if (plan.currencies().size() > 1) {
            put("currencies", plan.currencies());
        }
        put("grace", plan.grace());
        put("unpriced", lower(plan.unpriced()));
        put("corrections", lower(plan.corrections()));
        put("zero_invoices", lower(plan.zeroInvoices()));
        put("overdue.notices", notices(plan.overdue()));
        put(
                "overdue.deny_after_days",
                plan.overdue().deniesAfterDays().map(String::valueOf).orElse("never"));
        put("rated_by", lower(plan.terms().ratedBy()));
        put("alerts", plan.alerts());
        put("free", plan.freeMeters());
        plan.priceList().otherThanSums().forEach((meter, aggregation) -> put("meters." + meter, lower(aggregation)));
        plan.spendCap().ifPresent(this::putCap);
        plan.models().patterns().forEach((group, patterns) -> put("models." + group, patterns));
        for (int i = 0; i < plan.charges().size(); i++) {
            putCharge(i + 1, plan.charges().get(i));
        }
        plan.allowances().forEach(this::putAllowance);
    }

    /** What differs, by field in byte order. */
    static List<PlanChange> changes(Plan before, Plan after) {
        Map<String, String> old = new PlanFacts(before).facts;
        Map<String, String> now = new PlanFacts(after).facts;
        TreeSet<String> fields = new TreeSet<>(old.keySet());
        fields.addAll(now.keySet());
        return fields.stream()
                .map(field -> new PlanChange(field, old.getOrDefault(field, ""), now.getOrDefault(field, "")))
                .filter(change -> !change.before().equals(change.after()))
                .toList();
    }

    private static List<String> notices(OverdueTerms overdue) {
        return overdue.noticeDays().stream()
                .map(day -> day == OverdueTerms.CHARGE_FAILED ? "charge_failed" : String.valueOf(day))
                .toList();
    }

    private void putCap(SpendCap cap) {
        put("spend_cap.amount", cap.amount().toPlainString());
        put("spend_cap.kind", lower(cap.kind()));
    }

    /** The place counts too: shared allowances are consumed in plan order. */
    private void putCharge(int place, Charge charge) {
        String path = "charges." + charge.id();
        put(path + ".place", place);
        switch (charge) {
            case FlatCharge flat -> put(path + ".flat", flat.amount().toPlainString());
            case UsageCharge usage -> putUsage(path, usage);
        }
    }

    private void putUsage(String path, UsageCharge usage) {
        put(path + ".meter", usage.meters());
        put(path + ".per", usage.per());
        put(path + ".tiers_by", lower(usage.tiersBy()));
        if (usage.hasMinimum()) {
            put(path + ".minimum", usage.minimum().toPlainString());
        }
        switch (usage.rates()) {
            case RateCard.ForAllModels all -> putPrice(path, all.price());
            case RateCard.ByGroup byGroup ->
                byGroup.byGroup().forEach((group, price) -> putPrice(path + "." + group, price));
            case RateCard.ByModel byModel ->
                byModel.byPattern().forEach((pattern, price) -> putPrice(path + "." + pattern, price));
        }
    }

    private void putPrice(String path, Price price) {
        price.terms().forEach((field, figure) -> put(path + "." + field, figure));
    }

    private void putAllowance(Allowance allowance) {
        String path = "allowances." + allowance.allowanceId();
        put(path + ".charges", allowance.charges());
        put(path + ".quantity", allowance.quantity());
        put(path + ".kind", lower(allowance.kind()));
    }

    private void put(String field, Object value) {
        facts.put(field, value.toString());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
