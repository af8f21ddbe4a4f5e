package dev.tallygate.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.payment.CallPace.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SecondLimitTest {
    private static final long SECOND = 1_000_000_000L;

    private final Watch watch = new Watch();

    @Test
    void noSecondHasMoreCallsThanAreAllowed() {
        var random = new SplittableRandom(11);
        var limit = new SecondLimit(5, watch);
        List<Long> made = new ArrayList<>();
        for (int call = 0; call < 2_000; call++) {
            watch.nanos += random.nextLong(SECOND / 4);
            limit.await(Verb.READ);
            made.add(watch.nanos);
        }

        for (int call = 5; call < made.size(); call++) {
            assertThat(made.get(call) - made.get(call - 5)).as("call %d", call).isGreaterThanOrEqualTo(SECOND);
        }
    }

    @Test
    void whatIsAllowedIsNotHeldUp() {
        var limit = new SecondLimit(3, watch);
        long begin = watch.nanos;

        for (int call = 0; call < 9; call++) {
            limit.await(Verb.WRITE);
        }

        assertThat(watch.nanos - begin).isEqualTo(2 * SECOND);
    }

    /** Time that passes by being waited for. */
    private static final class Watch implements SecondLimit.Time {
        private long nanos = -7 * SECOND;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void waitUntil(long until) {
            nanos = Math.max(nanos, until);
        }
    }
}
