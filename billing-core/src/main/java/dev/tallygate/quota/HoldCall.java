package dev.tallygate.quota;

import dev.tallygate.meter.Aggregation;
import dev.tallygate.meter.KnownMeters;
import dev.tallygate.meter.MeterName;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.reservation.Reservation;
import dev.tallygate.reservation.Reservation.Content;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.usage.CustomerAtGate;
import dev.tallygate.usage.GateCall;
import dev.tallygate.usage.Gates;
import dev.tallygate.usage.Moment;
import dev.tallygate.usage.Needs;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.springframework.dao.DataIntegrityViolationException;

/** A sound call that concerns one reservation, waiting for its customer's lane. */
sealed interface HoldCall extends GateCall {

    String customerId();

    String reservationId();

    CompletableFuture<?> answer();

    /** Asks for a hold. */
    record Reserve(String customerId, Content content, Instant until, CompletableFuture<ReserveAnswer> answer)
            implements HoldCall {

        @Override
        public String reservationId() {
            return content.reservationId();
        }

        @Override
        public void tellNeeds(Needs needs, Moment moment) {
            needs.reservation(customerId, content.reservationId());
            needs.meters(ownMeters());
            BillingPeriod first = BillingPeriod.monthContaining(moment.now());
            needs.heldPeriod(customerId, first.start());
            if (reaches(first, moment)) {
                needs.heldPeriod(customerId, first.end());
            }
        }

        @Override
        public boolean needsNoReading(Gates gates) {
            BillingPeriod first = BillingPeriod.monthContaining(gates.moment().now());
            return gates.customer(customerId)
                    .filter(customer -> customer.meters().knows(ownMeters()))
                    .filter(customer -> customer.knows(first.start())
                            && (!reaches(first, gates.moment()) || customer.knows(first.end())))
                    .isPresent();
        }

        /** What a request brings a max, the latest or a number of subjects to is no quantity that could be held and given back. */
        private void requireReservable(KnownMeters meters) {
            for (String meter : ownMeters()) {
                Aggregation aggregation = meters.of(meter);
                if (!aggregation.isNumber()) {
                    throw Rejected.field(
                            Reason.METER_NOT_RESERVABLE,
                            "quantities",
                            meter,
                            "meters that add up; this one is " + aggregation.word());
                }
            }
        }

        private Set<String> ownMeters() {
            Set<String> own = new TreeSet<>(content.asked().keySet());
            own.removeIf(MeterName::isBuiltIn);
            return own;
        }

        private boolean reaches(BillingPeriod first, Moment moment) {
            return moment.now().plus(content.ttl()).isAfter(first.end());
        }

        /** Proven by writing is what was granted. */
        @Override
        public Judgement judge(Gates gates) {
            Optional<CustomerAtGate> customer = gates.customer(customerId);
            if (customer.isEmpty()) {
                ReserveAnswer unknown = ReserveAnswer.denied(
                        DenyReason.CUSTOMER_UNKNOWN, gates.moment().now());
                return new Judgement(() -> answer.complete(unknown), false);
            }
            try {
                requireReservable(customer.get().meters());
                ReserveAnswer given = reserving(customer.get(), gates.moment()).reserve(content);
                return new Judgement(() -> answer.complete(given), given.granted());
            } catch (Rejected rejected) {
                return new Judgement(() -> fail(rejected), false);
            }
        }
    }

    /** Gives a hold back; the answer is the reservation as it stands then, empty where there is none. */
    record Release(
            String customerId, String reservationId, Instant until, CompletableFuture<Optional<Reservation>> answer)
            implements HoldCall {

        @Override
        public void tellNeeds(Needs needs, Moment moment) {
            needs.reservation(customerId, reservationId);
        }

        @Override
        public boolean needsNoReading(Gates gates) {
            return gates.customer(customerId)
                    .flatMap(customer -> customer.holds().find(reservationId))
                    .isPresent();
        }

        @Override
        public Judgement judge(Gates gates) {
            Optional<Reservation> released = gates.customer(customerId)
                    .flatMap(customer -> reserving(customer, gates.moment()).release(reservationId));
            return new Judgement(() -> answer.complete(released), true);
        }
    }

    private static CustomerReserving reserving(CustomerAtGate customer, Moment moment) {
        return customer.workedOut(
                CustomerReserving.class,
                () -> new CustomerReserving(
                        customer.customerKey(),
                        customer.status(),
                        customer.debt(),
                        customer.holds(),
                        customer.periodsFrom(moment.now()),
                        moment.now()));
    }

    @Override
    default Collection<String> customerIds() {
        return List.of(customerId());
    }

    @Override
    default List<GateCall> halves() {
        return List.of();
    }

    @Override
    default void refuse(DataIntegrityViolationException refused) {
        fail(refused);
    }

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
