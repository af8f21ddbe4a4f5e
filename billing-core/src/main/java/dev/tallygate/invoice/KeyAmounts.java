package dev.tallygate.invoice;

import dev.tallygate.catalog.Charge;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.catalog.TiersBy;
import dev.tallygate.money.Money;
import dev.tallygate.rating.FlatFee;
import dev.tallygate.rating.Minimum;
import dev.tallygate.rating.PeriodUsage;
import dev.tallygate.rating.RatedKey;
import dev.tallygate.rating.Rater;
import dev.tallygate.rating.RatingKey;
import dev.tallygate.rating.WindowUsage;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What every key of a period costs: its usage as the rater has it, its minimums and its flat fees; pure. */
final class KeyAmounts {
    private static final int DESCRIPTION_LENGTH_MAX = 300;
    private static final int UNROUNDED_PLACES = 12;

    private final BillingPeriod period;
    private final long throughSeq;
    private final Map<Instant, PlanVersion> versions = new HashMap<>();
    private final Map<Instant, WindowUsage> windows = new HashMap<>();

    private KeyAmounts(BillingPeriod period, long throughSeq) {
        this.period = period;
        this.throughSeq = throughSeq;
    }

    /**
     * The amounts: usage first, then what is missing to minimums, then fees.
     *
     * @param windows the subscribed stretches of the period, in order of time: fees are theirs, used or not
     * @param throughSeq the customer's latest row that {@code usage} counts
     * @throws ArithmeticException where an amount passes 64 bits of minor units
     */
    static List<KeyAmount> of(PeriodUsage usage, List<FlatFee.Stretch> windows, long throughSeq) {
        KeyAmounts amounts = new KeyAmounts(usage.period(), throughSeq);
        for (WindowUsage window : usage.windows()) {
            amounts.versions.put(window.windowStart(), window.version());
            amounts.windows.put(window.windowStart(), window);
        }
        for (FlatFee.Stretch window : windows) {
            amounts.versions.putIfAbsent(window.start(), window.version());
        }
        List<KeyAmount> all = new ArrayList<>();
        Map<String, Money> charged = new HashMap<>();
        for (RatedKey key : Rater.rate(usage).keys()) {
            KeyAmount amount = amounts.usage(key);
            charged.merge(key.chargeId(), amount.rounded(), Money::plus);
            all.add(amount);
        }
        Minimum.linesOf(usage.period(), windows, charged).forEach(line -> all.add(amounts.minimum(line)));
        FlatFee.linesOf(usage.period(), windows).forEach(fee -> all.add(amounts.flat(fee)));
        return all;
    }

    private KeyAmount usage(RatedKey key) {
        PlanVersion version = version(key.windowStart());
        Charge.UsageCharge charge = (Charge.UsageCharge) charge(version, key.chargeId());
        LineBasis basis = new LineBasis(
                LineKind.USAGE,
                key.planVersionId(),
                throughSeq,
                key.quantity(),
                key.allowanceUsed(),
                key.amount(),
                Explanation.usage(charge, key, models(charge, key)));
        Money rounded = Money.rounded(key.amount(), version.plan().currency());
        return new KeyAmount(lineKey(key.ratingKey()), basis, rounded, described(describeUsage(charge, key)));
    }

    private KeyAmount minimum(Minimum.Line line) {
        LineBasis basis = new LineBasis(
                LineKind.MINIMUM,
                line.planVersionId(),
                throughSeq,
                0,
                0,
                line.amount().major().setScale(UNROUNDED_PLACES),
                Explanation.minimum(line.minimum()));
        String what = "%s: to the minimum of %s"
                .formatted(line.ratingKey().chargeId(), line.minimum().display());
        return new KeyAmount(lineKey(line.ratingKey()), basis, line.amount(), described(what));
    }

    /** Of a key that several models may fall to; a model's own key names it. */
    private Map<String, Long> models(Charge.UsageCharge charge, RatedKey key) {
        WindowUsage window = windows.get(key.windowStart());
        Map<String, Long> models = new TreeMap<>();
        if (window != null && charge.tiersBy() != TiersBy.MODEL) {
            window.byModel().forEach((model, used) -> {
                boolean isOfKey = charge.keyFor(model)
                        .filter(at -> at.key().equals(key.key()))
                        .isPresent();
                long quantity = isOfKey ? charge.quantityOf(used) : 0;
                if (quantity != 0) {
                    models.put(model, quantity);
                }
            });
        }
        return models;
    }

    private KeyAmount flat(FlatFee.Line fee) {
        PlanVersion version = version(fee.ratingKey().windowStart());
        Charge.FlatCharge charge =
                (Charge.FlatCharge) charge(version, fee.ratingKey().chargeId());
        LineBasis basis = new LineBasis(
                LineKind.FLAT, fee.planVersionId(), throughSeq, 0, 0, fee.unrounded(), Explanation.flat(charge));
        return new KeyAmount(lineKey(fee.ratingKey()), basis, fee.amount(), described(describeFlat(charge, fee)));
    }

    private LineKey lineKey(RatingKey key) {
        return new LineKey(period, key.windowStart(), key.chargeId(), key.key());
    }

    private PlanVersion version(Instant windowStart) {
        PlanVersion version = versions.get(windowStart);
        if (version == null) {
            throw new IllegalStateException("window_start: " + windowStart + " (expected: a window of the period)");
        }
        return version;
    }

    private static Charge charge(PlanVersion version, String chargeId) {
        return version.plan().charge(chargeId).orElseThrow();
    }

    private static String describeUsage(Charge.UsageCharge charge, RatedKey key) {
        String name = key.key().isEmpty() ? charge.id() : charge.id() + " " + key.key();
        return String.format(Locale.ROOT, "%s: %,d %s", name, key.quantity(), String.join(" + ", charge.meters()));
    }

    private static String describeFlat(Charge.FlatCharge charge, FlatFee.Line fee) {
        boolean whole = fee.unrounded().compareTo(charge.amount()) == 0;
        return whole ? charge.id() : charge.id() + ": a part of the period";
    }

    /** Names the period too, since a line may stand on the invoice of a later one. */
    private String described(String what) {
        String text = what + " (" + period.label() + ")";
        return text.length() <= DESCRIPTION_LENGTH_MAX ? text : text.substring(0, DESCRIPTION_LENGTH_MAX);
    }
}
