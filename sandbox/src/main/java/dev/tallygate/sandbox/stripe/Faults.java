package dev.tallygate.sandbox.stripe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ordered faults, in order; a restart forgets them. */
final class Faults {
    private final List<Fault> ordered = new ArrayList<>();

    synchronized void order(Fault fault) {
        ordered.add(fault);
    }

    /** The first fault that meets this call; it is used up once more. */
    synchronized Optional<Fault> take(Call call) {
        for (int index = 0; index < ordered.size(); index++) {
            Fault fault = ordered.get(index);
            if (fault.meets(call.method(), call.path())) {
                if (fault.times() == 1) {
                    ordered.remove(index);
                } else {
                    ordered.set(index, fault.oneLess());
                }
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    synchronized List<Fault> all() {
        return List.copyOf(ordered);
    }

    synchronized void clear() {
        ordered.clear();
    }
}
