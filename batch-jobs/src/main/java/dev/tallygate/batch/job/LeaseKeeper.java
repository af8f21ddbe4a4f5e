package dev.tallygate.batch.job;

import dev.tallygate.operation.LeaseBook;
import dev.tallygate.operation.LeaseBook.Lease;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Renews a run's lease until it is closed; where it was lost the run is told to stop, for another process has it. */
final class LeaseKeeper {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final LeaseBook leases;
    private final Lease lease;
    private final Runnable lost;
    private final CountDownLatch closed = new CountDownLatch(1);

    private LeaseKeeper(LeaseBook leases, Lease lease, Runnable lost) {
        this.leases = leases;
        this.lease = lease;
        this.lost = lost;
    }

    static LeaseKeeper keep(LeaseBook leases, Lease lease, Runnable lost) {
        LeaseKeeper keeper = new LeaseKeeper(leases, lease, lost);
        Thread.ofPlatform().daemon().name("lease " + lease.leaseName()).start(keeper::renewUntilClosed);
        return keeper;
    }

    private void renewUntilClosed() {
        try {
            while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!leases.renew(lease)) {
                    lost.run();
                    return;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the renewing and gives the lease back. */
    void close() {
        closed.countDown();
        leases.release(lease);
    }
}
