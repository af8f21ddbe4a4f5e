package dev.tallygate.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.Together;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeaseBookTest {

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private final LeaseBook book = new LeaseBook(DATABASE.jdbcClient());

    @BeforeEach
    void emptyDatabase() {
        DATABASE.clear();
    }

    @Test
    void aHeldLeaseIsRefusedUntilItIsReleased() {
        LeaseBook.Lease lease = book.acquire("bill").orElseThrow();

        assertThat(book.acquire("bill")).isEmpty();
        assertThat(book.acquire("deliver")).isPresent();
        assertThat(book.holder("bill")).isPresent();

        book.release(lease);
        assertThat(book.holder("bill")).isEmpty();
        assertThat(book.acquire("bill")).isPresent();
    }

    @Test
    void ofEightThatTakeAFreeLeaseOneGetsIt() {
        List<Optional<LeaseBook.Lease>> all = Together.run(8, number -> book.acquire("bill"));

        assertThat(all.stream().flatMap(Optional::stream)).hasSize(1);
    }

    @Test
    void ofEightThatTakeAnAbandonedLeaseOneGetsIt() {
        LeaseBook.Lease abandoned = book.acquire("bill").orElseThrow();
        lastRenewedSecondsAgo(16);

        List<Optional<LeaseBook.Lease>> all = Together.run(8, number -> book.acquire("bill"));

        assertThat(all.stream().flatMap(Optional::stream)).hasSize(1);
        assertThat(book.renew(abandoned)).isFalse();
    }

    @Test
    void aLeaseThatWasRenewedLessThan15SecondsAgoIsNotTakenOver() {
        LeaseBook.Lease lease = book.acquire("bill").orElseThrow();
        lastRenewedSecondsAgo(14);

        assertThat(book.acquire("bill")).isEmpty();
        assertThat(book.renew(lease)).isTrue();
    }

    @Test
    void aLeaseThatWasLostIsNeitherRenewedNorReleased() {
        LeaseBook.Lease lost = book.acquire("bill").orElseThrow();
        lastRenewedSecondsAgo(16);
        LeaseBook.Lease taken = book.acquire("bill").orElseThrow();

        book.release(lost);

        assertThat(book.renew(lost)).isFalse();
        assertThat(book.renew(taken)).isTrue();
    }

    @Test
    void theLeaseOfADeadProcessOfThisMachineIsTakenOverAtOnce() throws IOException, InterruptedException {
        book.acquire("bill");
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();

        heldBy(LocalProcess.current().replaceFirst("/\\d+/\\d+$", "/" + dead.pid() + "/1"));

        assertThat(book.acquire("bill")).isPresent();
    }

    @Test
    void aProcessNumberThatWasGivenToANewerProcessIsADeadHolder() {
        book.acquire("bill");

        heldBy(LocalProcess.current().replaceFirst("/\\d+$", "/1"));

        assertThat(book.acquire("bill")).isPresent();
    }

    @Test
    void aHolderWhoseStartMovedALittleWithTheClockIsAlive() {
        book.acquire("bill");
        long start = Long.parseLong(LocalProcess.current().replaceFirst(".*/", ""));

        heldBy(LocalProcess.current().replaceFirst("/\\d+$", "/" + (start + 5_000)));

        assertThat(book.acquire("bill")).isEmpty();
    }

    @Test
    void theLeaseOfAnotherMachineIsLeftAloneWhileItIsRenewed() {
        book.acquire("bill");

        heldBy("elsewhere/1/1");

        assertThat(book.acquire("bill")).isEmpty();
    }

    private static void lastRenewedSecondsAgo(int seconds) {
        DATABASE.jdbcClient()
                .sql("update leases set renewed_time = renewed_time - interval :seconds second")
                .param("seconds", seconds)
                .update();
    }

    private static void heldBy(String process) {
        DATABASE.jdbcClient()
                .sql("update leases set process = :process")
                .param("process", process)
                .update();
    }
}
