package dev.tallygate.usage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The events of a call as they are judged: one by one, and the two of an amend together, where the first of them stands.
 *
 * @param steps indexes of the call's events: one, or a void and the usage that takes the voided one's place
 */
record CallOrder(List<List<Integer>> steps) {

    private record Corrected(String customerId, String eventId) {}

    /** Of events of which some are corrections. */
    static CallOrder of(List<UsageEvent> events) {
        Map<Corrected, List<Integer>> voids = new HashMap<>();
        List<List<Integer>> steps = new ArrayList<>(events.size());
        for (int index = 0; index < events.size(); index++) {
            UsageEvent event = events.get(index);
            Corrected corrected =
                    new Corrected(event.customerId(), event.identity().correctsEventId());
            List<Integer> step = new ArrayList<>(List.of(index));
            List<Integer> voidBefore = event.isCorrection() && !event.isVoid() ? voids.remove(corrected) : null;
            if (voidBefore != null) {
                voidBefore.add(index);
                continue;
            }
            if (event.isVoid()) {
                voids.putIfAbsent(corrected, step);
            }
            steps.add(step);
        }
        return new CallOrder(steps);
    }

    /** Whether some event is a correction, so that the order is needed. */
    static boolean isNeededFor(List<UsageEvent> events) {
        for (UsageEvent event : events) {
            if (event.isCorrection()) {
                return true;
            }
        }
        return false;
    }

    /** The indexes of the first half of the steps, and of the second; none where there is one step only. */
    List<List<Integer>> halves() {
        if (steps.size() < 2) {
            return List.of();
        }
        int middle = steps.size() / 2;
        return Stream.of(steps.subList(0, middle), steps.subList(middle, steps.size()))
                .map(half -> half.stream().flatMap(List::stream).toList())
                .toList();
    }
}
