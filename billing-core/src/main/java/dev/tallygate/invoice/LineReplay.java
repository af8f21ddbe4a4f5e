package dev.tallygate.invoice;

import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.catalog.ModelPricing.KeyedCharge;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.invoice.VerifiedLineRepository.LivingLine;
import dev.tallygate.meter.Quantities;
import dev.tallygate.money.Money;
import dev.tallygate.rating.FlatFee;
import dev.tallygate.rating.PeriodUsage;
import dev.tallygate.rating.WindowUsage;
import dev.tallygate.usage.RecordedEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Rates one line once more, from the rows that it counts and under the plan version that it stores. What a window costs
 * depends on quantities of the windows before it and on its own version alone, so no other version is asked for.
 */
final class LineReplay {
    private final InvoiceLine.Rated line;
    private final PlanVersion version;
    private final NavigableMap<Instant, NavigableMap<String, Quantities>> totals = new TreeMap<>();
    private LineExplanation.Events events = LineExplanation.Events.NONE;
    private Quantities counted = Quantities.ZERO;

    /** Of the window's latest row that the line counts; re-rating may have moved the window away from the line's version. */
    private long windowVersionId;

    LineReplay(InvoiceLine.Rated line, PlanVersion version) {
        this.line = line;
        this.version = version;
        this.windowVersionId = version.planVersionId();
        totals.put(line.key().windowStart(), new TreeMap<>());
    }

    InvoiceLine.Rated line() {
        return line;
    }

    /** The next row of the line's period; answers what of it the line's charge counts, empty where it counts nothing. */
    OptionalLong add(RecordedEvent row) {
        if (row.seq() > line.basis().throughSeq()) {
            return OptionalLong.empty();
        }
        if (row.placement().windowStart().equals(line.key().windowStart())) {
            windowVersionId = row.placement().planVersionId();
        }
        if (row.kind() == RecordedEvent.Kind.RERATE) {
            return OptionalLong.empty();
        }
        totals.computeIfAbsent(row.placement().windowStart(), start -> new TreeMap<>())
                .merge(row.event().modelId(), row.quantities(), Quantities::plus);
        Optional<UsageCharge> charge = chargeOf(row).filter(its -> counts(its, row));
        charge.ifPresent(its -> count(its, row));
        return charge.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(charge.get().quantityOf(row.quantities()));
    }

    private static boolean counts(UsageCharge charge, RecordedEvent row) {
        return charge.quantityOf(row.quantities()) != 0
                || charge.marksOf(row.quantities()).isPresent();
    }

    private void count(UsageCharge charge, RecordedEvent row) {
        counted = counted.plus(row.quantities());
        events = new LineExplanation.Events(
                events.count() + 1,
                events.count() == 0 ? row.seq() : events.firstSeq(),
                row.seq(),
                charge.quantityOf(counted),
                events.late() + (row.placement().late() ? 1 : 0),
                events.correcting() + (row.event().identity().correctsEventId().isEmpty() ? 0 : 1));
    }

    /** Under which the line counts it. */
    private Optional<UsageCharge> chargeOf(RecordedEvent row) {
        if (line.kind() != LineKind.USAGE
                || !row.placement().windowStart().equals(line.key().windowStart())) {
            return Optional.empty();
        }
        return version.plan().pricingFor(row.event().modelId()).charges().stream()
                .filter(keyed -> keyed.charge().id().equals(line.key().chargeId()))
                .filter(keyed -> keyed.pricedKey().key().equals(line.key().ratingKey()))
                .map(KeyedCharge::charge)
                .findFirst();
    }

    LineExplanation.Events events() {
        return events;
    }

    /** After the last row; {@code stretches} are the subscribed ones of the period now, which its fees are prorated by. */
    LineExplanation.Replay end(InvoiceId invoiceId, List<FlatFee.Stretch> stretches) {
        List<WindowUsage> windows = new ArrayList<>();
        totals.forEach((start, byModel) -> windows.add(new WindowUsage(start, version, byModel)));
        PeriodUsage usage = new PeriodUsage(line.key().period(), windows);
        Optional<KeyAmount> replayed = isGone()
                ? Optional.empty()
                : KeyAmounts.of(usage, underItsVersion(stretches), line.basis().throughSeq()).stream()
                        .filter(amount -> amount.key().equals(line.key()))
                        .findFirst();
        List<Finding> findings = new ArrayList<>();
        LineVerifier.verifyLine(new LivingLine(invoiceId.toString(), line), replayed.orElse(null), findings);
        Money rounded = replayed.map(KeyAmount::rounded)
                .orElseGet(() -> Money.zero(line.amount().currency()));
        return new LineExplanation.Replay(
                replayed.map(amount -> amount.basis().quantity()).orElse(0L),
                replayed.map(amount -> amount.basis().unroundedAmount()).orElse(BigDecimal.ZERO),
                rounded,
                rounded.minus(line.prior()),
                findings);
    }

    /** Whether the window is rated by another version since: the line takes back what its key was invoiced for before. */
    private boolean isGone() {
        return windowVersionId != version.planVersionId();
    }

    private List<FlatFee.Stretch> underItsVersion(List<FlatFee.Stretch> stretches) {
        return stretches.stream()
                .map(stretch -> stretch.start().equals(line.key().windowStart())
                        ? new FlatFee.Stretch(stretch.start(), stretch.end(), version)
                        : stretch)
                .toList();
    }
}
