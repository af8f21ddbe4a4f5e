package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import tools.jackson.databind.node.ObjectNode;

/** {@code /_sandbox/stripe/metering}: how late summaries are, how long an invoice waits for late usage, how much is told. */
final class MeterSettings {
    private static final String SETTING = "metering";
    private static final long LAG_MILLIS_MAX = 86_400_000;
    private static final long GRACE_SECONDS = 3_600;
    private static final long GRACE_SECONDS_MAX = 72 * 3_600;
    private static final long SAMPLES = 5;
    private static final long SAMPLES_MAX = 100;

    void addTo(Routes routes) {
        routes.on("GET", "/_sandbox/stripe/metering", (call, change) -> Answer.ok(shown(change)))
                .on("POST", "/_sandbox/stripe/metering", this::set);
    }

    /** How long after it was taken an event is counted or rejected, at the earliest. */
    long lagMillis(Change change) {
        return Json.number(shown(change), "lag_millis");
    }

    /** How long a subscription's draft waits until it is finalized. */
    long graceSeconds(Change change) {
        return Json.number(shown(change), "grace_seconds");
    }

    /** How many events of one kind an error report names. */
    long samplesMax(Change change) {
        return Json.number(shown(change), "samples");
    }

    private static ObjectNode shown(Change change) {
        return change.find(Kind.SETTING, SETTING)
                .orElseGet(() -> Json.object()
                        .put("lag_millis", 0)
                        .put("grace_seconds", GRACE_SECONDS)
                        .put("samples", SAMPLES));
    }

    private Answer set(Call call, Change change) {
        ObjectNode settings = shown(change);
        set(call, settings, "lag_millis", LAG_MILLIS_MAX);
        set(call, settings, "grace_seconds", GRACE_SECONDS_MAX);
        set(call, settings, "samples", SAMPLES_MAX);
        call.parameters().refuseUnknown();
        change.put(Kind.SETTING, SETTING, settings);
        return Answer.ok(settings);
    }

    private static void set(Call call, ObjectNode settings, String name, long max) {
        call.parameters().number(name).ifPresent(value -> {
            if (value < 0 || value > max) {
                throw ParameterRefused.invalid(name, name + ": " + value + " (expected: 0 to " + max + ")");
            }
            settings.put(name, value);
        });
    }
}
