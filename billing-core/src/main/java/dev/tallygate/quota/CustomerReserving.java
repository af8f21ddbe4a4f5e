package dev.tallygate.quota;

import dev.tallygate.catalog.Plan;
import dev.tallygate.customer.CustomerStatus;
import dev.tallygate.ledger.Debt;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.meter.HeldQuantities;
import dev.tallygate.meter.Quantities;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.reservation.CustomerHolds;
import dev.tallygate.reservation.Reservation;
import dev.tallygate.reservation.Reservation.Content;
import dev.tallygate.reservation.Reservation.JudgedPeriod;
import dev.tallygate.usage.SubscribedPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One customer while a group of holds is judged, under its gate: grants and releases in their order of arrival. */
final class CustomerReserving {

    private static final int LIVING_MAX = 20_000;
    private static final int MODELS_MAX = 500;

    private final long customerKey;
    private final CustomerStatus status;
    private final Debt debt;
    private final CustomerHolds holds;
    private final NavigableMap<Instant, SubscribedPeriod> periods;
    private final Instant now;
    private final Map<Instant, Outlook> outlooks = new HashMap<>();

    /** {@code periods}: by their start, those with a plan of all that the group's reservations touch. */
    CustomerReserving(
            long customerKey,
            CustomerStatus status,
            Debt debt,
            CustomerHolds holds,
            NavigableMap<Instant, SubscribedPeriod> periods,
            Instant now) {
        this.customerKey = customerKey;
        this.status = status;
        this.debt = debt;
        this.holds = holds;
        this.periods = periods;
        this.now = now;
    }

    /** Throws {@code RESERVATION_CONFLICT}, {@code MODELS_TOO_MANY} or {@code RESERVATIONS_TOO_MANY}. */
    ReserveAnswer reserve(Content content) {
        Optional<Reservation> earlier = holds.find(content.reservationId());
        if (earlier.isPresent()) {
            return again(earlier.get(), content);
        }
        if (currentWindow().isEmpty()) {
            return denied(Denials.ofStatus(status).orElse(DenyReason.NO_SUBSCRIPTION), null);
        }
        Optional<DenyReason> beforeLimits = Denials.ofStatus(status)
                .or(() -> Denials.ofPayment(overdue(), now))
                .or(() -> denialOfPrices(content));
        if (beforeLimits.isPresent()) {
            return denied(beforeLimits.get(), quota());
        }
        checkRoom(content);
        return judge(content);
    }

    private ReserveAnswer again(Reservation earlier, Content content) {
        if (!earlier.content().equals(content)) {
            throw Rejected.field(
                    Reason.RESERVATION_CONFLICT,
                    "reservation_id",
                    content.reservationId(),
                    "the same model_id, quantities and ttl as before, or a new id");
        }
        Quota quota = currentWindow().isEmpty() ? null : quota();
        return new ReserveAnswer(null, earlier, quota, overdue().orElse(null), now);
    }

    private ReserveAnswer denied(DenyReason reason, @Nullable Quota quota) {
        return new ReserveAnswer(reason, null, quota, overdue().orElse(null), now);
    }

    /** Under the plan that holds now; empty also where none does. */
    private Optional<Overdue> overdue() {
        if (debt.overdueAt(now).isEmpty() || periods.isEmpty()) {
            return Optional.empty();
        }
        List<Plan> holding = periods.firstEntry().getValue().plansIn(now, now.plusNanos(1));
        return holding.stream().findFirst().flatMap(plan -> Overdue.of(debt, plan, now));
    }

    private Optional<RatingWindow> currentWindow() {
        return periods.isEmpty()
                ? Optional.empty()
                : periods.firstEntry().getValue().windowAt(now);
    }

    private Optional<DenyReason> denialOfPrices(Content content) {
        Quantities asked = Asked.atMost(content.asked());
        Instant expiryTime = now.plus(content.ttl());
        for (SubscribedPeriod period : touched(content).values()) {
            for (Plan plan : period.plansIn(now, expiryTime)) {
                Optional<DenyReason> denied = Denials.ofPrices(plan, plan.pricingFor(content.modelId()), asked);
                if (denied.isPresent()) {
                    return denied;
                }
            }
        }
        return Optional.empty();
    }

    /** A hold on a model that could not be recorded would promise too much. */
    private void checkRoom(Content content) {
        if (holds.living().count() >= LIVING_MAX) {
            throw Rejected.of(Reason.RESERVATIONS_TOO_MANY, Reason.RESERVATIONS_TOO_MANY.sentence());
        }
        touched(content).forEach((periodStart, period) -> {
            Set<String> held = holds.heldIn(periodStart).keySet();
            if (held.size() + period.modelsAtMost() < MODELS_MAX) {
                return;
            }
            TreeSet<String> models = new TreeSet<>(held);
            models.addAll(period.models());
            models.add(content.modelId());
            models.remove("");
            if (models.size() > MODELS_MAX) {
                throw Rejected.field(
                        Reason.MODELS_TOO_MANY,
                        "model_id",
                        content.modelId(),
                        "one of the 500 models used or reserved in the period");
            }
        });
    }

    private ReserveAnswer judge(Content content) {
        HeldQuantities asked = HeldQuantities.of(content.asked());
        List<JudgedPeriod> judged = new ArrayList<>();
        for (Instant periodStart : touched(content).keySet()) {
            Outlook outlook = outlook(periodStart);
            Optional<DenyReason> denied = outlook.hold(content.modelId(), asked);
            if (denied.isPresent()) {
                Quota quota = outlook.quota();
                outlooks.clear();
                return denied(denied.get(), quota);
            }
            judged.add(new JudgedPeriod(periodStart, outlook.version().planVersionId()));
        }
        Reservation granted = Reservation.granted(customerKey, content, judged, now);
        holds.hold(granted);
        return new ReserveAnswer(null, granted, quota(), overdue().orElse(null), now);
    }

    /** Gives back what is held; empty = there is no such reservation. */
    Optional<Reservation> release(String reservationId) {
        outlooks.clear();
        return holds.release(reservationId, now);
    }

    /** The periods with a plan that a reservation made now touches. */
    private SortedMap<Instant, SubscribedPeriod> touched(Content content) {
        return periods.headMap(now.plus(content.ttl()));
    }

    private Quota quota() {
        return outlook(periods.firstKey()).quota();
    }

    private Outlook outlook(Instant periodStart) {
        return outlooks.computeIfAbsent(periodStart, start -> {
            SubscribedPeriod period = Objects.requireNonNull(periods.get(start));
            return new Outlook(period, holds.heldIn(start), earliestUse());
        });
    }

    /** Those that live were made within the hour before; where none does, what is held now is used from now on. */
    private Instant earliestUse() {
        return holds.living().isNone() ? now : now.minus(Reservation.TTL_MAX);
    }
}
