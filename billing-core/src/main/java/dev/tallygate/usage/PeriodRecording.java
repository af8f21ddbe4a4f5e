package dev.tallygate.usage;

import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.ledger.OverCap;
import dev.tallygate.ledger.OverCap.Cause;
import dev.tallygate.ledger.PeriodFigures;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.meter.Quantities;
import dev.tallygate.rating.PeriodUsage;
import dev.tallygate.rating.RatedAlike;
import dev.tallygate.rating.RunningCost;
import dev.tallygate.rating.WindowUsage;
import dev.tallygate.reservation.HoldUse;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.usage.PeriodLimits.Crossed;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One customer's billing period while a group is recorded: its cost, its figures, and what crosses its limits. */
final class PeriodRecording {

    private static final int MODELS_MAX = 500;

    private final BillingPeriod period;
    private final List<RatingWindow> windows;
    private final List<PlanVersion> versions;
    private final PlanVersion version;
    private final PeriodLimits limits;
    private final RunningCost cost;
    private final Set<String> models = new HashSet<>();
    private PeriodFigures figures;
    private List<BigDecimal> used;
    private @Nullable SubscribedPeriod subscribed;

    /** What an event did to the period. */
    record Step(BigDecimal cost, boolean unpriced, List<Crossed> crossed) {}

    /** A period in which nothing is recorded yet; {@code usage} lists the same windows, at least one. */
    static PeriodRecording fresh(PeriodUsage usage, List<RatingWindow> windows) {
        PlanVersion version = usage.windows().getLast().version();
        PeriodFigures none = PeriodFigures.none(version.plan().currency(), version.planVersionId());
        return new PeriodRecording(usage, windows, none);
    }

    /**
     * A period with figures. A period's cap is that of its last window: where another version than that of the figures has
     * become its version, the excess changes with the cap, and thresholds are evaluated from the beginning.
     */
    static PeriodRecording resumed(
            PeriodUsage usage, List<RatingWindow> windows, PeriodFigures figures, PlanVersion figuresVersion) {
        PeriodRecording recording = new PeriodRecording(usage, windows, figures);
        if (figuresVersion.planVersionId() != recording.version.planVersionId()) {
            recording.acceptPlanChange(new PeriodLimits(figuresVersion.plan()));
        }
        return recording;
    }

    private PeriodRecording(PeriodUsage usage, List<RatingWindow> windows, PeriodFigures figures) {
        this.period = usage.period();
        this.windows = windows;
        this.versions = usage.windows().stream().map(WindowUsage::version).toList();
        this.version = versions.getLast();
        this.limits = new PeriodLimits(version.plan());
        this.cost = new RunningCost(usage);
        this.figures = figures;
        this.used = limits.used(figures.usageCost(), cost);
        for (WindowUsage window : usage.windows()) {
            models.addAll(window.byModel().keySet());
        }
        models.remove("");
    }

    BillingPeriod period() {
        return period;
    }

    PeriodFigures figures() {
        return figures;
    }

    /** It with what is used by now, for whoever judges what more may be used. */
    SubscribedPeriod subscribed() {
        SubscribedPeriod now = subscribed;
        if (now == null) {
            List<Long> drawn = used.subList(1, used.size()).stream()
                    .map(BigDecimal::longValueExact)
                    .toList();
            now = new SubscribedPeriod(windows, new PeriodUsage(period, cost.usage()), cost.usageCost(), drawn);
            subscribed = now;
        }
        return now;
    }

    int modelCount() {
        return models.size();
    }

    Optional<RatingWindow> windowAt(Instant instant) {
        for (RatingWindow window : windows) {
            if (window.contains(instant)) {
                return Optional.of(window);
            }
        }
        return Optional.empty();
    }

    /** Whether usage of this model would be one model too many. */
    boolean hasNoRoomFor(String modelId) {
        return !modelId.isEmpty() && models.size() >= MODELS_MAX && !models.contains(modelId);
    }

    /** Whether totals and cost stay within their bounds. */
    boolean fits(RatingWindow window, String modelId, Quantities quantities) {
        return cost.fits(window.start(), modelId, quantities);
    }

    /** Whose limits hold for the period. */
    long planVersionId() {
        return version.planVersionId();
    }

    /** Whether usage of a model in the window costs what as much usage of another one would, whatever else is used. */
    boolean rateAlike(RatingWindow window, String modelId, String otherId) {
        return versions.subList(windows.indexOf(window), versions.size()).stream()
                .allMatch(ofWindow -> RatedAlike.are(ofWindow.plan(), modelId, otherId));
    }

    /** Counts usage that fits, as the row with this seq. */
    Step count(RatingWindow window, UsageEvent event, long seq, HoldUse use) {
        Quantities quantities = event.reported().quantities();
        BigDecimal added = cost.add(window.start(), event.modelId(), quantities);
        boolean unpriced = cost.isUnpriced(window.start(), event.modelId(), quantities);
        if (!event.modelId().isEmpty()) {
            models.add(event.modelId());
        }
        subscribed = null;
        List<BigDecimal> before = used;
        figures = figuresAfter(event, added, unpriced, seq, use);
        used = limits.used(figures.usageCost(), cost);
        return new Step(added, unpriced, limits.crossed(before, used));
    }

    private PeriodFigures figuresAfter(UsageEvent event, BigDecimal added, boolean unpriced, long seq, HoldUse use) {
        BigDecimal usageCost = figures.usageCost().add(added);
        BigDecimal passed = limits.excess(usageCost).subtract(limits.excess(figures.usageCost()));
        Instant usageTime = event.usedAt().orElseThrow();
        Instant newest = figures.usageTimeMax();
        return new PeriodFigures(
                figures.currency(),
                version.planVersionId(),
                usageCost,
                newest == null || usageTime.isAfter(newest) ? usageTime : newest,
                seq,
                cost.unpricedCount(),
                unpriced ? seq : figures.unpricedSeq(),
                overCapAfter(use, passed));
    }

    private OverCap overCapAfter(HoldUse use, BigDecimal passed) {
        Cause breach = use.breach();
        return breach == null
                ? figures.overCap().plusWithinTerms(passed)
                : figures.overCap().plus(breach, passed);
    }

    private void acceptPlanChange(PeriodLimits earlier) {
        BigDecimal usageCost = figures.usageCost();
        OverCap overCap = figures.overCap()
                .plus(Cause.PLAN_CHANGED, limits.excess(usageCost).subtract(earlier.excess(usageCost)));
        figures = new PeriodFigures(
                figures.currency(),
                version.planVersionId(),
                usageCost,
                figures.usageTimeMax(),
                figures.lastSeq(),
                figures.unpriced(),
                figures.unpricedSeq(),
                overCap);
        used = limits.unused();
    }
}
