package dev.tallygate.server.loop;

import dev.tallygate.operation.LeaseBook;
import dev.tallygate.operation.LeaseBook.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Runs a round again and again while this server holds the lease of the loop's name. */
public final class Loop implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final Duration STOP_WAIT = Duration.ofSeconds(10);

    private final String name;
    private final Duration pause;
    private final LeaseBook leases;
    private final BooleanSupplier round;
    private final Semaphore wakings = new Semaphore(0);
    private volatile boolean running;
    private Optional<Thread> thread = Optional.empty();

    /**
     * A loop that is not running yet.
     *
     * @param pause between rounds that found nothing to do
     * @param round one bounded piece of work; answers whether it found anything to do
     */
    Loop(String name, Duration pause, LeaseBook leases, BooleanSupplier round) {
        this.name = name;
        this.pause = pause;
        this.leases = leases;
        this.round = round;
    }

    /** Ends the pause: there is something to do. */
    public void wake() {
        wakings.release();
    }

    @Override
    public void start() {
        running = true;
        thread = Optional.of(Thread.ofVirtual().name("loop-" + name).start(this::run));
    }

    /** Lets the round in hand end, at most for ten seconds. */
    @Override
    public void stop() {
        running = false;
        wake();
        thread.ifPresent(Loop::await);
    }

    /** As above, without holding up what stops beside it. */
    @Override
    public void stop(Runnable stopped) {
        Thread.ofVirtual().start(() -> {
            stop();
            stopped.run();
        });
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private static void await(Thread thread) {
        try {
            thread.join(STOP_WAIT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Optional<Lease> lease = Optional.empty();
        while (running) {
            boolean busy = false;
            try {
                lease = lease.filter(leases::renew).or(() -> leases.acquire(name));
                busy = lease.isPresent() && round.getAsBoolean();
            } catch (RuntimeException failure) {
                log.warn("loop_round_failed loop={} cause=\"{}\"", name, failure.toString());
            }
            if (!busy) {
                pause();
            }
        }
        release(lease);
    }

    private void release(Optional<Lease> lease) {
        try {
            lease.ifPresent(leases::release);
        } catch (RuntimeException failure) {
            log.info("loop_lease_kept loop={} cause=\"{}\" (it ends by itself)", name, failure.toString());
        }
    }

    private void pause() {
        try {
            if (wakings.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                wakings.drainPermits();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }
}
