package dev.tallygate.sandbox.provider;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** {@code /_sandbox/clock}: reads the provider's clock, sets and advances it, stops it, and gives it back. */
public record ClockControls(SandboxClock clock) {
    private static final Duration STEP_MAX = Duration.ofDays(3_660);

    public void addTo(Routes routes) {
        routes.on("GET", "/_sandbox/clock", (call, change) -> shown())
                .on("POST", "/_sandbox/clock", this::move)
                .on("DELETE", "/_sandbox/clock", (call, change) -> reset(change));
    }

    private Answer shown() {
        ObjectNode shown = Json.object();
        Instant now = clock.instant();
        shown.put("now", now.toString()).put("seconds", now.getEpochSecond());
        shown.put("ahead_of_machine", clock.shift().toString());
        return Answer.ok(shown.put("stopped", clock.isStopped()));
    }

    /** What is sent comes in this order: stopped or running, the time, how far on. */
    private Answer move(Call call, Change change) {
        Parameters parameters = call.parameters();
        Optional<Boolean> stopped = parameters.flag("stopped");
        Optional<Instant> time = parsed(parameters, "now", Instant::parse, "a time such as 2026-12-01T00:00:00Z");
        Optional<Duration> step = parsed(
                parameters, "advance", ClockControls::step, "a duration such as PT24H or P35D, within ten years");
        parameters.refuseUnknown();
        stopped.ifPresent(stop -> {
            if (stop) {
                clock.stop(change);
            } else {
                clock.run(change);
            }
        });
        time.ifPresent(wanted -> clock.set(change, wanted));
        step.ifPresent(length -> clock.advance(change, length));
        return shown();
    }

    private static Duration step(String text) {
        Duration step = Duration.parse(text);
        if (step.abs().compareTo(STEP_MAX) > 0) {
            throw new DateTimeException(text);
        }
        return step;
    }

    private Answer reset(Change change) {
        clock.reset(change);
        return shown();
    }

    private static <T> Optional<T> parsed(
            Parameters parameters, String name, Function<String, T> parser, String expected) {
        try {
            return parameters.text(name).map(parser);
        } catch (DateTimeException e) {
            throw ParameterRefused.invalid(
                    name, name + ": " + parameters.text(name).orElse("") + " (expected: " + expected + ")");
        }
    }
}
