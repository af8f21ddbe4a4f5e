package dev.tallygate.payment;

import dev.tallygate.money.Money;
import java.time.Instant;

/**
 * One row of {@code payments}: money of one invoice that one object of a provider moved.
 *
 * @param amount below zero where it went back
 */
public record BookedMoney(MoneyKind kind, String objectId, State state, Money amount, Instant movedTime) {

    /** How far it is. What came is always DONE; what goes back takes days. */
    public enum State {
        /** Announced: a refund on its way, a dispute that is not decided. */
        PENDING,
        DONE,
        /** It did not go back after all: a refund that failed, a dispute that was won. */
        REVERSED;

        /** Whether one move leads from this state to {@code next}; a refund may also fail after it was done. */
        public boolean canBecome(State next) {
            return switch (this) {
                case PENDING -> true;
                case DONE -> next == DONE || next == REVERSED;
                case REVERSED -> next == REVERSED;
            };
        }
    }
}
