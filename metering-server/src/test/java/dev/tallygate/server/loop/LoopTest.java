package dev.tallygate.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallygate.TestDatabase;
import dev.tallygate.operation.LeaseBook;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LoopTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private final LeaseBook leases = new LeaseBook(DATABASE.jdbcClient());

    @Test
    void aRoundThatFailsIsFollowedByTheNext() throws InterruptedException {
        CountDownLatch succeeded = new CountDownLatch(1);
        AtomicInteger rounds = new AtomicInteger();
        Loop loop = new Loop("fails-once", Duration.ofMillis(1), leases, () -> {
            if (rounds.incrementAndGet() == 1) {
                throw new IllegalStateException("the first round fails");
            }
            succeeded.countDown();
            return false;
        });

        loop.start();

        assertTrue(succeeded.await(20, TimeUnit.SECONDS));
        loop.stop();
    }

    @Test
    void wakingEndsThePause() throws InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(2);
        Loop loop = new Loop("woken", LONG, leases, () -> {
            first.countDown();
            second.countDown();
            return false;
        });

        loop.start();
        assertTrue(first.await(20, TimeUnit.SECONDS));
        loop.wake();

        assertTrue(second.await(20, TimeUnit.SECONDS));
        loop.stop();
    }

    @Test
    void onlyTheHolderOfTheLeaseRuns() throws InterruptedException {
        CountDownLatch holderRan = new CountDownLatch(1);
        AtomicInteger otherRounds = new AtomicInteger();
        Loop holder = new Loop("shared", Duration.ofMillis(1), leases, () -> {
            holderRan.countDown();
            return false;
        });
        CountDownLatch otherTried = new CountDownLatch(20);
        LeaseBook counted = leases;
        Loop other = new Loop("shared", Duration.ofMillis(1), counted, () -> {
            otherRounds.incrementAndGet();
            otherTried.countDown();
            return false;
        });

        holder.start();
        assertTrue(holderRan.await(20, TimeUnit.SECONDS));
        other.start();
        int whileHeld = otherRounds.get();
        holder.stop();

        assertTrue(otherTried.await(20, TimeUnit.SECONDS), "a holder that stops gives its lease back");
        assertEquals(0, whileHeld);
        other.stop();
    }
}
