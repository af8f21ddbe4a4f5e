package dev.tallygate.notification;

import dev.tallygate.catalog.Allowance;
import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.catalog.LimitKind;
import dev.tallygate.catalog.Plan;
import dev.tallygate.meter.MeterName;
import dev.tallygate.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A limit as a plan sets it, in words for its customer.
 *
 * @param amount the whole limit, in its unit
 */
record LimitTerms(Plan plan, String limitKey, BigDecimal amount, LimitKind kind) {

    /** Empty where the plan has no such limit. */
    static Optional<LimitTerms> of(Plan plan, String limitKey) {
        if (limitKey.equals(LimitUse.CAP)) {
            return plan.spendCap().map(cap -> new LimitTerms(plan, limitKey, cap.amount(), cap.kind()));
        }
        return plan.allowances().stream()
                .filter(allowance -> allowance.allowanceId().equals(limitKey))
                .findFirst()
                .map(allowance ->
                        new LimitTerms(plan, limitKey, BigDecimal.valueOf(allowance.quantity()), allowance.kind()));
    }

    boolean isCap() {
        return limitKey.equals(LimitUse.CAP);
    }

    boolean isHard() {
        return kind == LimitKind.HARD;
    }

    /** {@code spend cap}, or {@code allowance "included-tokens"}. */
    String name() {
        return isCap() ? "spend cap" : "allowance \"" + limitKey + "\"";
    }

    /** Money is rounded as an invoice would round it; quantities are whole. */
    String display(BigDecimal figure) {
        if (isCap()) {
            Money money = Money.rounded(figure, plan.currency());
            return grouped(money.major()) + " " + plan.currency().getCurrencyCode();
        }
        return grouped(figure.setScale(0, RoundingMode.DOWN)) + " " + unit();
    }

    /** What the allowance counts: {@code tokens}, {@code requests}, or the meters' names. */
    private String unit() {
        List<String> meters = plan.allowances().stream()
                .filter(allowance -> allowance.allowanceId().equals(limitKey))
                .map(Allowance::charges)
                .flatMap(List::stream)
                .map(plan::charge)
                .flatMap(Optional::stream)
                .filter(UsageCharge.class::isInstance)
                .flatMap(charge -> ((UsageCharge) charge).meters().stream())
                .distinct()
                .toList();
        if (meters.stream().allMatch(meter -> MeterName.isBuiltIn(meter) && meter.startsWith("tokens"))) {
            return "tokens";
        }
        return meters.equals(List.of(MeterName.COMPUTE_MILLIS))
                ? "ms of compute"
                : String.join(" + ", meters).replace('_', ' ');
    }

    private static String grouped(BigDecimal figure) {
        return String.format(Locale.ROOT, "%,." + Math.max(figure.scale(), 0) + "f", figure);
    }
}
