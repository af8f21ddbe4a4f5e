package dev.tallygate.batch.cli;

import dev.tallygate.meter.MeterName;
import dev.tallygate.meter.Quantities;
import dev.tallygate.usage.RecordedEvent;
import dev.tallygate.usage.UsageFeed.PricedEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How an event is printed, one line each. */
interface EventLines {
    /** What stands above the first; empty = nothing. */
    String header();

    String line(PricedEvent event);

    /** What the event says it used, by meter: what is not 0, requests left out. */
    static Map<String, Long> counted(RecordedEvent event) {
        Quantities quantities = event.quantities();
        Map<String, Long> counted = new LinkedHashMap<>();
        List.of(
                        MeterName.TOKENS_IN,
                        MeterName.TOKENS_IN_CACHED,
                        MeterName.TOKENS_IN_CACHE_WRITE,
                        MeterName.TOKENS_OUT,
                        MeterName.TOKENS_OUT_REASONING,
                        MeterName.COMPUTE_MILLIS)
                .forEach(meter -> counted.put(meter, quantities.quantityOf(meter)));
        counted.putAll(event.event().reported().own());
        counted.values().removeIf(quantity -> quantity == 0);
        return counted;
    }
}
