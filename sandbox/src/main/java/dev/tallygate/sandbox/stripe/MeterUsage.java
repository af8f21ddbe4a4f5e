package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.DocumentKind;
import dev.tallygate.sandbox.journal.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** What a meter has counted for a customer: the events themselves, and what they come to in a stretch of time. */
final class MeterUsage {
    private static final long SECONDS_AN_HOUR = 3_600;
    private static final long SECONDS_A_DAY = 86_400;

    /** Events of one customer at one meter lie together: nobody has to look through those of others. */
    private record Shelf(String meter, String customer) implements DocumentKind {
        @Override
        public String name() {
            return "METERED:" + meter + ":" + customer;
        }
    }

    private MeterUsage() {}

    /** Counts an event, whose value is a plain decimal. */
    static void count(Change change, ObjectNode meter, String customer, ObjectNode event, BigDecimal value) {
        Shelf shelf = new Shelf(Json.string(meter, "id"), customer);
        String id = Json.string(event, "id");
        ObjectNode counted = Json.object().put("id", id).put("timestamp", Json.number(event, "timestamp"));
        change.put(shelf, id, counted.put("value", value));
        change.find(Kind.METER_IDENTIFIER, Json.string(event, "identifier"))
                .filter(taken -> Json.string(taken, "id").equals(id))
                .ifPresent(taken -> change.put(
                        Kind.METER_IDENTIFIER,
                        Json.string(event, "identifier"),
                        taken.put("meter", shelf.meter()).put("customer", customer)));
    }

    /** Takes back what was counted, or was going to be, under an identifier. */
    static void forget(Change change, ObjectNode taken) {
        String id = Json.string(taken, "id");
        change.remove(Kind.METER_EVENT, id);
        Json.text(taken, "customer")
                .ifPresent(customer -> change.remove(new Shelf(Json.string(taken, "meter"), customer), id));
    }

    /** What came to what from {@code start} on and before {@code end}, by the meter's formula. */
    static BigDecimal total(Change change, ObjectNode meter, String customer, long start, long end) {
        return sum(meter, events(change, meter, customer, start, end));
    }

    /** The same for each stretch of so many seconds in which there was anything, by its start. */
    static Map<Long, BigDecimal> totals(
            Change change, ObjectNode meter, String customer, long start, long end, long seconds) {
        Map<Long, List<ObjectNode>> stretches = new TreeMap<>();
        for (ObjectNode event : events(change, meter, customer, start, end)) {
            stretches
                    .computeIfAbsent(floor(event, seconds), any -> new ArrayList<>())
                    .add(event);
        }
        Map<Long, BigDecimal> totals = new TreeMap<>(Comparator.reverseOrder());
        stretches.forEach((stretch, events) -> totals.put(stretch, sum(meter, events)));
        return totals;
    }

    private static long floor(ObjectNode event, long seconds) {
        return Math.floorDiv(Json.number(event, "timestamp"), seconds) * seconds;
    }

    private static List<ObjectNode> events(Change change, ObjectNode meter, String customer, long start, long end) {
        return change.list(new Shelf(Json.string(meter, "id"), customer), event -> {
            long time = Json.number(event, "timestamp");
            return time >= start && time < end;
        });
    }

    /** Where a meter has a window, only the last event of each counts; of the same second the one that came last. */
    private static BigDecimal sum(ObjectNode meter, List<ObjectNode> events) {
        String window = Json.text(meter, "event_time_window").orElse("");
        List<ObjectNode> counting = window.isEmpty() ? events : lastOfEach(events, window);
        return switch (Json.string(meter.required("default_aggregation"), "formula")) {
            case "count" -> BigDecimal.valueOf(counting.size());
            case "last" ->
                counting.stream()
                        .reduce(MeterUsage::later)
                        .map(MeterUsage::value)
                        .orElse(BigDecimal.ZERO);
            default -> counting.stream().map(MeterUsage::value).reduce(BigDecimal.ZERO, BigDecimal::add);
        };
    }

    private static List<ObjectNode> lastOfEach(List<ObjectNode> events, String window) {
        long seconds = window.equals("hour") ? SECONDS_AN_HOUR : SECONDS_A_DAY;
        Map<Long, ObjectNode> last = new TreeMap<>();
        for (ObjectNode event : events) {
            last.merge(floor(event, seconds), event, MeterUsage::later);
        }
        return List.copyOf(last.values());
    }

    private static ObjectNode later(ObjectNode older, ObjectNode newer) {
        return Json.number(newer, "timestamp") >= Json.number(older, "timestamp") ? newer : older;
    }

    private static BigDecimal value(ObjectNode event) {
        return event.required("value").decimalValue();
    }
}
