package dev.tallygate.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.database.AtOnce;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls that wait for their answers together: as many as are allowed, no more, and nothing lost when one fails. */
class AtOnceTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final SettableClock clock = SettableClock.at("2026-11-02T08:00:00Z");

    @Test
    @DisplayName("four calls of a drain are under way at a time, and never five")
    void callsOfADrainWaitTogether() {
        DATABASE.clear();
        CyclicBarrier fourAreThere = new CyclicBarrier(4);
        AtomicInteger most = new AtomicInteger();
        AtomicInteger underWay = new AtomicInteger();
        var provider = new FakeProvider();
        var counted = new CrashingProvider(provider) {
            @Override
            public Outcome execute(Call call, String idempotencyKey) {
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                await(fourAreThere);
                Outcome outcome = provider.execute(call, idempotencyKey);
                underWay.decrementAndGet();
                return outcome;
            }
        };
        try (PaymentWorld world = PaymentWorld.atOnce(4, DATABASE, clock, counted)) {
            IntStream.range(0, 8).forEach(number -> world.customer("customer-" + number, "USD"));

            DrainReport report = world.delivery().drain(100);

            assertThat(report.accepted()).isEqualTo(8);
            assertThat(provider.customers).hasSize(8);
            assertThat(most).hasValue(4);
        }
    }

    @Test
    void answersStandInTheOrderOfTheQuestions() {
        List<Integer> numbers = IntStream.range(0, 50).boxed().toList();

        assertThat(new AtOnce(8, "test").map(numbers, number -> -number))
                .isEqualTo(numbers.stream().map(number -> -number).toList());
        assertThat(new AtOnce(1, "test").map(numbers, Function.identity())).isEqualTo(numbers);
    }

    @Test
    @DisplayName("after a failure nothing more is begun, what is under way ends, and the failure is thrown")
    void afterAFailureNothingMoreIsBegun() {
        CyclicBarrier bothAreThere = new CyclicBarrier(2);
        AtomicReference<Thread> ofTheFirst = new AtomicReference<>();
        AtomicInteger ended = new AtomicInteger();
        List<Integer> numbers = IntStream.range(0, 1_000).boxed().toList();

        assertThatThrownBy(() -> new AtOnce(2, "test").map(numbers, number -> {
                    if (number == 0) {
                        ofTheFirst.set(Thread.currentThread());
                        await(bothAreThere);
                        throw new IllegalStateException("the first one fails");
                    }
                    if (number == 1) {
                        await(bothAreThere);
                        awaitEnd(ofTheFirst.get()); // which takes all others, and leaves them
                    }
                    return ended.incrementAndGet();
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the first one fails");
        assertThat(ended).hasValue(1);
    }

    private static void awaitEnd(Thread thread) {
        try {
            assertThat(thread.join(PATIENCE)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the others did not come", e);
        }
    }
}
