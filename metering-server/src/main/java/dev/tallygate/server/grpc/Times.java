package dev.tallygate.server.grpc;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.UtcTimes;
import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Timestamps of the contract and instants. */
final class Times {
    private static final long SECONDS_MIN = Timestamps.MIN_VALUE.getSeconds();
    private static final long SECONDS_MAX = Timestamps.MAX_VALUE.getSeconds();

    private Times() {}

    /** Cut to microseconds. A timestamp that the contract does not allow is refused as FIELD_INVALID. */
    static Instant fromProto(String field, Timestamp time) {
        if (!Timestamps.isValid(time)) {
            throw Rejected.field(
                    Reason.FIELD_INVALID,
                    field,
                    time.getSeconds() + " s " + time.getNanos() + " ns",
                    "0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z");
        }
        return UtcTimes.toMicros(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()));
    }

    /** As above, but what is out of bounds becomes the nearest bound: an event is judged by the recorder, not here. */
    static Instant fromProtoBounded(Timestamp time) {
        long seconds = Math.clamp(time.getSeconds(), SECONDS_MIN, SECONDS_MAX);
        return UtcTimes.toMicros(Instant.ofEpochSecond(seconds, time.getNanos()));
    }

    /** When the call that this thread works for is given up by its caller. */
    static Instant deadline(Clock clock) {
        Deadline deadline = Context.current().getDeadline();
        return deadline == null ? Instant.MAX : clock.instant().plusNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
    }

    static Timestamp toProto(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
