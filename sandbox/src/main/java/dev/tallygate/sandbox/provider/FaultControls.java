package dev.tallygate.sandbox.provider;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Fault;
import dev.tallygate.sandbox.http.Faults;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /_sandbox/faults}: orders a misfortune for coming calls, shows what is ordered, takes it all back. */
public final class FaultControls {
    private final Faults faults;
    private final String usualPath;

    /** @param usualPath whose calls a fault meets that names no path */
    public FaultControls(Faults faults, String usualPath) {
        this.faults = faults;
        this.usualPath = usualPath;
    }

    public void addTo(Routes routes) {
        routes.on("GET", "/_sandbox/faults", this::list)
                .on("POST", "/_sandbox/faults", this::order)
                .on("DELETE", "/_sandbox/faults", this::clear);
    }

    private Answer order(Call call, Change change) {
        Parameters parameters = call.parameters();
        parameters.required("type");
        Fault fault = new Fault(
                Fault.Type.valueOf(parameters.choice("type", Fault.Type.words()).toUpperCase(Locale.ROOT)),
                parameters.text("method").orElse(""),
                parameters.text("path").orElse(usualPath),
                Math.toIntExact(parameters.number("times").orElse(1L)),
                parameters.number("millis").orElse(0L));
        parameters.refuseUnknown();
        faults.order(fault);
        return list(call, change);
    }

    private Answer list(Call call, Change change) {
        ObjectNode list = Json.object();
        ArrayNode data = list.putArray("data");
        for (Fault fault : faults.all()) {
            ObjectNode entry = data.addObject();
            entry.put("type", fault.word()).put("method", fault.method()).put("path", fault.path());
            entry.put("times", fault.times()).put("millis", fault.millis());
        }
        return Answer.ok(list);
    }

    private Answer clear(Call call, Change change) {
        faults.clear();
        return list(call, change);
    }
}
