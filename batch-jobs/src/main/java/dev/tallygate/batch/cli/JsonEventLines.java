package dev.tallygate.batch.cli;

import dev.tallygate.usage.RecordedEvent;
import dev.tallygate.usage.UsageFeed.PricedEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Events for programs: one JSON object a line. */
final class JsonEventLines implements EventLines {
    @Override
    public String header() {
        return "";
    }

    @Override
    public String line(PricedEvent event) {
        RecordedEvent recorded = event.recorded();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("seq", recorded.seq());
        object.put("recorded_time", recorded.recordedTime().toString());
        object.put(
                "usage_time", recorded.event().usedAt().map(Instant::toString).orElse(""));
        object.put("event_id", recorded.event().eventId());
        object.put("kind", recorded.kind().name());
        object.put("corrects_event_id", recorded.event().identity().correctsEventId());
        object.put("model_id", recorded.event().modelId());
        object.put("quantities", EventLines.counted(recorded));
        object.put("plan", event.version().label());
        object.put("charges", event.chargeIds());
        object.put("cost", recorded.cost().toPlainString());
        object.put("currency_code", event.version().plan().currency().getCurrencyCode());
        object.put("unpriced", recorded.unpriced());
        object.put("unpriced_meters", event.unpricedMeters());
        object.put("estimated", recorded.event().context().estimated());
        object.put("late", recorded.placement().late());
        return JsonMapper.shared().writeValueAsString(object);
    }
}
