package dev.tallygate.batch.cli;

import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.meter.MeterName;
import dev.tallygate.meter.Quantities;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.usage.RecordedEvent;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.UsageReader;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code usage amend}: puts what really was used in the place of a recorded event. */
@Command(
        name = "amend",
        description = {
            "Put what really was used in the place of a recorded event: a void and a new event, both or neither.",
            "What --set does not name stays as it was recorded. To amend again, name the new event's id.",
            "The same command again counts once. Ends with 2 where it was refused."
        })
public final class AmendUsageCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "CUSTOMER")
    private String customerId = "";

    @Parameters(index = "1", paramLabel = "EVENT", description = "event_id, as it was recorded.")
    private String eventId = "";

    @Option(
            names = "--set",
            required = true,
            paramLabel = "FIELD=VALUE",
            description =
                    "Such as tokens_in=1200, images=2, model_id=gpt-4o, subject=x or usage_time=2026-03-01T12:00:00Z.")
    private Map<String, String> fields = new LinkedHashMap<>();

    @Option(names = "--dry-run", description = "Only say what it would cost and bring the next invoice.")
    private boolean dryRun;

    @Mixin
    private JsonOption format = new JsonOption();

    public AmendUsageCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Corrections corrections = new Corrections(session, customerId, format);
        List<UsageEvent> both = List.of(corrections.voiding(eventId), second(recorded()));
        return dryRun ? corrections.rehearse(both) : corrections.record(both);
    }

    private RecordedEvent recorded() {
        long customerKey =
                session.bean(CustomerRegistry.class).require(customerId).customerKey();
        return session.bean(UsageReader.class)
                .event(customerKey, eventId)
                .orElseThrow(() -> Rejected.field(
                        Reason.EVENT_UNKNOWN, "EVENT", eventId, "the event_id of recorded usage of " + customerId));
    }

    private UsageEvent second(RecordedEvent wrong) {
        UsageEvent event = wrong.event();
        Quantities quantities = wrong.quantities();
        UsageEvent.Builder second = UsageEvent.builder(Corrections.derivedId("amend-", eventId), customerId)
                .correctsEventId(eventId)
                .usageTime(event.usedAt().orElseThrow())
                .modelId(event.modelId())
                .modelProvider(event.context().modelProvider())
                .subject(event.subject())
                .labels(event.context().labels())
                .tokensIn(quantities.tokensIn())
                .tokensInCached(quantities.tokensInCached())
                .tokensInCacheWrite(quantities.tokensInCacheWrite())
                .tokensOut(quantities.tokensOut())
                .tokensOutReasoning(quantities.tokensOutReasoning())
                .computeMillis(quantities.computeMillis());
        event.reported().own().forEach(second::own);
        fields.forEach((field, value) -> {
            switch (field) {
                case "model_id" -> second.modelId(value);
                case "subject" -> second.subject(value);
                case "usage_time" -> second.usageTime(time(value));
                default -> setQuantity(second, reported(field, event.reported().own()), value);
            }
        });
        return second.build();
    }

    /** A meter of one's own is one that the event counted: a name with a slip in it would be counted, and billed by nothing. */
    private static String reported(String meter, SortedMap<String, Long> own) {
        boolean isReported =
                MeterName.builtIn().contains(meter) && !MeterName.isDerived(meter) && !meter.equals(MeterName.REQUESTS);
        if (!isReported && !own.containsKey(meter)) {
            throw Rejected.field(
                    Reason.METER_INVALID,
                    "--set",
                    meter,
                    "model_id, subject, usage_time, a built-in meter, or one that the event counted");
        }
        return meter;
    }

    private static Instant time(String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeParseException malformed) {
            throw Rejected.field(Reason.FIELD_INVALID, "usage_time", value, "an instant such as 2026-03-01T12:00:00Z");
        }
    }

    private static void setQuantity(UsageEvent.Builder second, String meter, String value) {
        try {
            second.quantity(meter, Long.parseLong(value));
        } catch (NumberFormatException notALong) {
            throw Rejected.field(Reason.FIELD_INVALID, meter, value, "a whole number");
        }
    }
}
