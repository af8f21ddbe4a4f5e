package dev.tallygate.sandbox.provider;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Fault;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.http.Script;
import dev.tallygate.sandbox.http.ScriptReader;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /_sandbox/script}: what is going to go wrong (PUT all, POST one more, DELETE all), and what has (GET). */
public final class ScriptControls {
    private final Script script;
    private final ScriptReader reader;

    /** @param usualPath whose calls a step meets that names no path */
    public ScriptControls(Script script, String usualPath) {
        this.script = script;
        this.reader = new ScriptReader(script.possible(), usualPath);
    }

    public void addTo(Routes routes) {
        routes.on("GET", "/_sandbox/script", (call, change) -> shown())
                .on("PUT", "/_sandbox/script", this::replace)
                .on("POST", "/_sandbox/script", this::add)
                .on("DELETE", "/_sandbox/script", this::clear);
    }

    /** Replaces the script by this text, as a file given at the start does. */
    public void read(String text) {
        script.replace(reader.read(text));
    }

    private Answer replace(Call call, Change change) {
        read(call.body());
        return shown();
    }

    private Answer add(Call call, Change change) {
        Parameters parameters = call.parameters();
        Map<String, String> options = parameters.all();
        if (ScriptReader.isStorm(options)) {
            script.raise(reader.storm(options));
        } else {
            script.order(reader.fault(options));
        }
        return shown();
    }

    private Answer clear(Call call, Change change) {
        script.clear();
        return shown();
    }

    private Answer shown() {
        ObjectNode shown = Json.object().put("in_order", script.isInOrder());
        ArrayNode steps = shown.putArray("steps");
        script.steps().forEach(step -> steps.add(step(step)));
        script.storm()
                .ifPresentOrElse(
                        storm -> {
                            ObjectNode raging = shown.putObject("storm")
                                    .put("seed", storm.seed())
                                    .put("rate", storm.rate());
                            ArrayNode types = raging.putArray("types");
                            storm.types().forEach(type -> types.add(type.word()));
                            raging.put("seen", storm.seen()).put("left", storm.left());
                        },
                        () -> shown.putNull("storm"));
        ArrayNode fired = shown.putArray("fired");
        script.fired().forEach(one -> fired.add(fired(one)));
        return Answer.ok(shown);
    }

    private static ObjectNode step(Script.Step step) {
        Fault fault = step.fault();
        ObjectNode shown = Json.object().put("step", step.number()).put("type", fault.word());
        shown.put("method", fault.meets().method()).put("path", fault.meets().path());
        ObjectNode where = shown.putObject("where");
        fault.meets().fields().forEach(where::put);
        shown.put("nth", fault.nth()).put("times", fault.times()).put("millis", fault.millis());
        return shown.put("reason", fault.reason()).put("met", step.met()).put("left", step.left());
    }

    private static ObjectNode fired(Script.Fired fired) {
        ObjectNode shown = Json.object()
                .put("step", fired.step())
                .put("type", fired.fault().word());
        shown.put("nth", fired.nth()).put("time", fired.time().toString());
        shown.put("method", fired.method()).put("path", fired.path());
        return shown.put("id", fired.id()).put("key", fired.key());
    }
}
