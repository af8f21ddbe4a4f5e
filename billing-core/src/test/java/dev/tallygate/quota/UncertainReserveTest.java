package dev.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.CutCommits;
import dev.tallygate.CutCommits.NextCommit;
import dev.tallygate.TestCore;
import dev.tallygate.reservation.ReservationState;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UncertainReserveTest {

    @RegisterExtension
    static final ReservationScene SCENE = ReservationScene.create();

    private static final String MARCH = "2026-03-01T00:00:00Z";

    @ParameterizedTest
    @EnumSource(NextCommit.class)
    @DisplayName("a commit whose answer is lost is tried again: held once, released once")
    void aCutCommitHoldsOnceAndReleasesOnce(NextCommit cut) {
        var request = new ReserveRequest("acme", "r1", "paid", new TreeMap<>(Map.of("tokens_in", 6L)), null);
        try (TestCore core = TestCore.start(SCENE.database(), SCENE.clock(), CutCommits.class)) {
            QuotaReserver reserver = core.get(QuotaReserver.class);
            CutCommits.next(cut);
            ReserveAnswer granted =
                    reserver.reserve(request, Instant.MAX).toCompletableFuture().join();

            assertThat(granted.reservationIfAny().orElseThrow().state()).isEqualTo(ReservationState.HELD);
            assertThat(SCENE.heldTokensIn(MARCH)).isEqualTo(6);
            assertThat(SCENE.gateOf("acme").holds().count()).isEqualTo(1);

            CutCommits.next(cut);
            var released = reserver.release("acme", "r1", Instant.MAX)
                    .toCompletableFuture()
                    .join();

            assertThat(released.orElseThrow().state()).isEqualTo(ReservationState.RELEASED);
            assertThat(SCENE.heldTokensIn(MARCH)).isZero();
            assertThat(SCENE.gateOf("acme").holds().isNone()).isTrue();
        }
    }
}
