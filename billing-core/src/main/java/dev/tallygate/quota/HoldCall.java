package dev.tallygate.quota;

import dev.tallygate.database.Lane;
import dev.tallygate.reservation.Reservation;
import dev.tallygate.reservation.Reservation.Content;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A sound call that concerns one reservation, waiting for its customer's lane. */
sealed interface HoldCall extends Lane.Work {

    String customerId();

    String reservationId();

    /** After it nobody waits any more, and nothing is written. */
    Instant until();

    CompletableFuture<?> answer();

    /** Asks for a hold. */
    record Reserve(String customerId, Content content, Instant until, CompletableFuture<ReserveAnswer> answer)
            implements HoldCall {

        @Override
        public String reservationId() {
            return content.reservationId();
        }
    }

    /** Gives a hold back; the answer is the reservation as it stands then, empty where there is none. */
    record Release(
            String customerId, String reservationId, Instant until, CompletableFuture<Optional<Reservation>> answer)
            implements HoldCall {}

    @Override
    default int items() {
        return 1;
    }

    @Override
    default long bytes() {
        return 1_000;
    }

    @Override
    default void fail(RuntimeException failure) {
        answer().completeExceptionally(failure);
    }
}
