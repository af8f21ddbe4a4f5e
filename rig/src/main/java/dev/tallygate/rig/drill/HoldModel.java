package dev.tallygate.rig.drill;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.tallygate.v1.EventResult;
import dev.tallygate.v1.GetUsageResponse;
import dev.tallygate.v1.ReleaseReservationRequest;
import dev.tallygate.v1.ReservationOutcome;
import dev.tallygate.v1.ReservationState;
import dev.tallygate.v1.ReserveQuotaRequest;
import dev.tallygate.v1.ReserveQuotaResponse;
import dev.tallygate.v1.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * One customer's holds as they ought to be, beside the server's: a sum and a map. Each answer is judged at the time that it
 * says it is true for.
 */
final class HoldModel {
    static final long CAP = 300;

    private static final int ASKED_MIN = 10;
    private static final int ASKED_MAX = 80;
    private static final int USED_MAX = 3;
    private static final int TTL_MILLIS_MIN = 800;
    private static final int TTL_MILLIS_MAX = 3_000;
    private static final int NANOS = 1_000_000;

    private final String customerId;
    private final Ground ground;
    private final Client client;
    private final SplittableRandom random;
    private final Map<String, Hold> holds = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();
    private long spent;
    private long granted;
    private long ended;

    /** What a reservation holds, until when. */
    private record Hold(long tokens, Instant expiry) {
        boolean livesAt(Instant time) {
            return expiry.isAfter(time);
        }
    }

    HoldModel(String customerId, Ground ground, Client client) {
        this.customerId = customerId;
        this.ground = ground;
        this.client = client;
        this.random = new SplittableRandom(customerId.hashCode());
    }

    /** Reserves, or ends a reservation by using or releasing it; most are left to their time. Then looks what is left. */
    void step(int number) {
        int choice = random.nextInt(4);
        if (choice < 2 || holds.isEmpty()) {
            reserve("r" + number);
        } else {
            String id = List.copyOf(holds.keySet()).get(random.nextInt(holds.size()));
            if (choice == 2) {
                use(id);
            } else {
                release(id);
            }
        }
        compare();
    }

    private void reserve(String id) {
        long tokens = random.nextLong(ASKED_MIN, ASKED_MAX);
        int millis = random.nextInt(TTL_MILLIS_MIN, TTL_MILLIS_MAX);
        ReserveQuotaRequest request = ReserveQuotaRequest.newBuilder()
                .setCustomerId(customerId)
                .setReservationId(id)
                .putQuantities("tokens_in", tokens)
                .setTtl(Duration.newBuilder().setSeconds(millis / 1_000).setNanos(millis % 1_000 * NANOS))
                .build();
        ReserveQuotaResponse answer = client.answered(metering -> metering.reserveQuota(request));
        Instant time = instant(answer.getAsOfTime());
        boolean fits = tokens <= CAP - spent - held(time);
        require(
                answer.getGranted() == fits,
                id + " of " + tokens + " was " + (fits ? "denied" : "granted") + " with " + spent + " spent and "
                        + held(time) + " held");
        if (answer.getGranted()) {
            granted++;
            holds.put(id, new Hold(tokens, instant(answer.getReservation().getExpiryTime())));
        }
    }

    private void use(String id) {
        Hold hold = Objects.requireNonNull(holds.remove(id));
        long tokens = 1L + random.nextInt(USED_MAX);
        UsageEvent event = Load.event("e" + id, customerId, tokens, ground.time()).toBuilder()
                .setReservationId(id)
                .build();
        Instant before = Instant.now();
        EventResult result = client.answered(Load.recording(List.of(event))).getFirst();
        ground.tally().answered(List.of(event), List.of(result));
        spent += tokens;
        boolean committed = result.getReservationOutcome() == ReservationOutcome.RESERVATION_OUTCOME_COMMITTED;
        judgeEnd(
                id,
                hold,
                before,
                committed,
                result.getReservationOutcome() == ReservationOutcome.RESERVATION_OUTCOME_EXPIRED);
    }

    private void release(String id) {
        Hold hold = Objects.requireNonNull(holds.remove(id));
        ReleaseReservationRequest request = ReleaseReservationRequest.newBuilder()
                .setCustomerId(customerId)
                .setReservationId(id)
                .build();
        Instant before = Instant.now();
        ReservationState state = client.answered(metering -> metering.releaseReservation(request))
                .getState();
        boolean released = state == ReservationState.RESERVATION_STATE_RELEASED;
        judgeEnd(id, hold, before, released, state == ReservationState.RESERVATION_STATE_EXPIRED);
    }

    /** A hold ends by whoever ends it while it lives, and has expired afterwards; between the two both are right. */
    private void judgeEnd(String id, Hold hold, Instant before, boolean byCaller, boolean expired) {
        ended += byCaller ? 1 : 0;
        if (byCaller) {
            require(hold.livesAt(before), id + " was ended by its caller after it had expired");
        } else if (expired) {
            require(!hold.livesAt(Instant.now()), id + " was called expired before its time");
        }
    }

    private void compare() {
        GetUsageResponse usage = ground.usage(customerId);
        Instant time = instant(usage.getAsOfTime());
        compare("spend", spent, usage.getQuota().getSpend());
        compare("held", held(time), usage.getQuota().getHeld());
        compare(
                "remaining",
                Math.max(0, CAP - spent - held(time)),
                usage.getQuota().getRemaining());
    }

    private void compare(String what, long expected, String seen) {
        require(
                new BigDecimal(seen).compareTo(BigDecimal.valueOf(expected)) == 0,
                what + " " + seen + " (expected: " + expected + ")");
    }

    /** Waits until the last hold has ended: then nothing is held, and all but what was spent is there again. */
    void outliveAllHolds() {
        ground.progress().await("all holds of " + customerId + " have expired", () -> held(Instant.now()) == 0);
        compare();
    }

    private long held(Instant time) {
        return holds.values().stream()
                .filter(hold -> hold.livesAt(time))
                .mapToLong(Hold::tokens)
                .sum();
    }

    private void require(boolean so, String sentence) {
        if (!so) {
            differences.add(customerId + ": " + sentence);
        }
    }

    long granted() {
        return granted;
    }

    /** Holds that nobody ended: their holders have died, or came too late. */
    long abandoned() {
        return granted - ended;
    }

    /** Answers that were not as the model has it. */
    long wrong() {
        return differences.size();
    }

    String firstWrong() {
        return differences.isEmpty() ? "" : differences.getFirst();
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
