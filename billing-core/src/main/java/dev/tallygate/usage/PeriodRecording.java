package dev.tallygate.usage;

import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.ledger.OverCap;
import dev.tallygate.ledger.OverCap.Cause;
import dev.tallygate.ledger.PeriodFigures;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.meter.Quantities;
import dev.tallygate.rating.PeriodUsage;
import dev.tallygate.rating.RatedAlike;
import dev.tallygate.rating.Rater;
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

    /** Marks that take as much memory as a model, about. */
    private static final int MARKS_A_MODEL = 5;

    private final BillingPeriod period;
    private final List<RatingWindow> windows;
    private final List<PlanVersion> versions;
    private final PlanVersion version;
    private final PeriodLimits limits;
    private final RunningCost cost;
    private final Set<String> models = new HashSet<>();
    private int marks;
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
            window.byModel().values().forEach(used -> marks += used.marks().size());
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

    /** About how much memory it takes, in models. */
    int weight() {
        return models.size() + marks / MARKS_A_MODEL;
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

    /** In order of time. */
    List<RatingWindow> windows() {
        return windows;
    }

    /** A period of which one window has another version, and the step that this was. */
    record Rerated(PeriodRecording after, Step step) {}

    /**
     * It with another version in one window, as the row with this seq. The step is unpriced where usage has lost its price;
     * thresholds are evaluated from the beginning, as after any change of a plan.
     */
    Rerated rerated(RatingWindow window, PlanVersion changed, long seq) {
        PeriodUsage before = new PeriodUsage(period, cost.usage());
        PeriodUsage usage = new PeriodUsage(
                period,
                before.windows().stream()
                        .map(used -> used.windowStart().equals(window.start())
                                ? new WindowUsage(used.windowStart(), changed, used.byModel())
                                : used)
                        .toList());
        RatingWindow moved = new RatingWindow(window.start(), window.end(), changed.planVersionId(), window.currency());
        PeriodRecording after = new PeriodRecording(
                usage,
                windows.stream()
                        .map(other -> other.equals(window) ? moved : other)
                        .toList(),
                figures);
        BigDecimal added = after.cost.usageCost().subtract(cost.usageCost());
        boolean unpriced =
                !Rater.rate(before).unpriced().containsAll(Rater.rate(usage).unpriced());
        after.acceptRerate(added, unpriced, seq, limits);
        Step step = new Step(added, unpriced, after.limits.crossed(after.limits.unused(), after.used));
        return new Rerated(after, step);
    }

    private void acceptRerate(BigDecimal added, boolean unpriced, long seq, PeriodLimits earlier) {
        BigDecimal usageCost = figures.usageCost().add(added);
        BigDecimal passed = limits.excess(usageCost).subtract(earlier.excess(figures.usageCost()));
        figures = new PeriodFigures(
                figures.currency(),
                version.planVersionId(),
                usageCost,
                figures.usageTimeMax(),
                seq,
                cost.unpricedCount(),
                unpriced ? seq : figures.unpricedSeq(),
                figures.overCap().plus(Cause.CORRECTED, passed));
        used = limits.used(usageCost, cost);
    }

    /** The window that begins then. */
    RatingWindow windowFrom(Instant start) {
        return windows.stream()
                .filter(window -> window.start().equals(start))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("period " + period.label() + ": no window from " + start));
    }

    /** Counts usage that fits, or takes away what a void names, as the row with this seq. */
    Step count(RatingWindow window, UsageEvent event, Quantities quantities, long seq, HoldUse use) {
        BigDecimal added = cost.add(window.start(), event.modelId(), quantities);
        boolean unpriced = !isVoid(quantities) && cost.isUnpriced(window.start(), event.modelId(), quantities);
        if (!event.modelId().isEmpty()) {
            models.add(event.modelId());
        }
        marks += quantities.marks().size();
        subscribed = null;
        List<BigDecimal> before = used;
        figures = new PeriodFigures(
                figures.currency(),
                version.planVersionId(),
                figures.usageCost().add(added),
                isVoid(quantities)
                        ? figures.usageTimeMax()
                        : newest(event.usedAt().orElseThrow()),
                seq,
                cost.unpricedCount(),
                unpriced ? seq : figures.unpricedSeq(),
                overCapAfter(use, added));
        used = limits.used(figures.usageCost(), cost);
        return new Step(added, unpriced, limits.crossed(before, used));
    }

    private static boolean isVoid(Quantities quantities) {
        return quantities.requests() < 0;
    }

    private Instant newest(Instant usageTime) {
        Instant newest = figures.usageTimeMax();
        return newest == null || usageTime.isAfter(newest) ? usageTime : newest;
    }

    private OverCap overCapAfter(HoldUse use, BigDecimal added) {
        BigDecimal before = figures.usageCost();
        BigDecimal passed = limits.excess(before.add(added)).subtract(limits.excess(before));
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
