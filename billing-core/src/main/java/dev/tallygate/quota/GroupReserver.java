package dev.tallygate.quota;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.Chunks;
import dev.tallygate.database.Script;
import dev.tallygate.database.Scripts;
import dev.tallygate.database.Transactions;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.reservation.CustomerHolds;
import dev.tallygate.reservation.HoldBook;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** Grants, denies and releases what a lane has gathered in one transaction, and answers once that is committed. */
final class GroupReserver {

    private final CustomerRegistry customers;
    private final GateRepository gates;
    private final ReservingReader reader;
    private final HoldBook holds;
    private final Scripts scripts;
    private final Transactions transactions;
    private final Clock clock;

    GroupReserver(
            CustomerRegistry customers,
            GateRepository gates,
            ReservingReader reader,
            HoldBook holds,
            Scripts scripts,
            Transactions transactions,
            Clock clock) {
        this.customers = customers;
        this.gates = gates;
        this.reader = reader;
        this.holds = holds;
        this.scripts = scripts;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Those for whom nobody waits any more are not looked at. */
    void answer(List<HoldCall> calls) {
        Instant now = clock.instant();
        List<HoldCall> waiting = new ArrayList<>();
        for (HoldCall call : calls) {
            if (now.isAfter(call.until())) {
                call.fail(Rejected.of(Reason.DEADLINE_PASSED, Reason.DEADLINE_PASSED.sentence()));
            } else {
                waiting.add(call);
            }
        }
        if (!waiting.isEmpty()) {
            Map<String, Long> customerKeys =
                    transactions.ask(() -> customers.keysOf(waiting.stream().map(HoldCall::customerId)));
            transactions.callRepeatable(() -> answersTo(waiting, customerKeys)).forEach(Runnable::run);
        }
    }

    /** Under the gates: what is to be answered after the commit. */
    private List<Runnable> answersTo(List<HoldCall> calls, Map<String, Long> customerKeys) {
        NavigableMap<Long, Gate> locked = gates.lock(customerKeys.values());
        Instant now = UtcTimes.toMicros(clock.instant());
        Map<String, CustomerReserving> reserving = reader.read(calls, customersOf(locked), locked, now);
        List<Runnable> answers = calls.stream()
                .map(call -> answerTo(call, Optional.ofNullable(reserving.get(call.customerId())), now))
                .toList();
        save(reserving.values(), locked);
        return answers;
    }

    private List<Customer> customersOf(NavigableMap<Long, Gate> locked) {
        List<Customer> found = new ArrayList<>();
        for (List<Long> chunk : Chunks.of(locked.keySet())) {
            found.addAll(customers.byKeys(chunk).values());
        }
        return found;
    }

    private static Runnable answerTo(HoldCall call, Optional<CustomerReserving> customer, Instant now) {
        try {
            return switch (call) {
                case HoldCall.Reserve reserve -> {
                    ReserveAnswer answer = customer.map(found -> found.reserve(reserve.content()))
                            .orElseGet(() -> new ReserveAnswer(DenyReason.CUSTOMER_UNKNOWN, null, null, now));
                    yield () -> reserve.answer().complete(answer);
                }
                case HoldCall.Release release -> {
                    var released = customer.flatMap(found -> found.release(release.reservationId()));
                    yield () -> release.answer().complete(released);
                }
            };
        } catch (Rejected rejected) {
            return () -> call.fail(rejected);
        }
    }

    /** Each customer whose holds have changed takes a seq. */
    private void save(Collection<CustomerReserving> reserving, NavigableMap<Long, Gate> locked) {
        List<CustomerHolds> changed = new ArrayList<>();
        List<Gate> changedGates = new ArrayList<>();
        for (CustomerReserving customer : reserving) {
            Gate gate = locked.get(customer.customerKey());
            if (gate != null && customer.holds().isChanged()) {
                changed.add(customer.holds());
                changedGates.add(gate.withHolds(customer.holds().living()).afterSeq());
            }
        }
        Script script = new Script();
        gates.write(changedGates, script);
        holds.write(changed, script);
        scripts.run(script);
    }
}
