package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/billing/meters/{id}/event_summaries}: what was counted so far, newest stretch first, none without events. */
final class MeterSummaries {
    private static final long SECONDS_A_MINUTE = 60;
    private static final long SECONDS_AN_HOUR = 3_600;
    private static final long SECONDS_A_DAY = 86_400;

    void addTo(Routes routes) {
        routes.on("GET", "/v1/billing/meters/{id}/event_summaries", this::list);
    }

    private Answer list(Call call, Change change) {
        Parameters parameters = call.parameters();
        ObjectNode meter = Meters.require(change, call.pathId(), "id");
        String customer = parameters.required("customer");
        if (!Customers.exists(change, customer)) {
            throw StripeError.notFound(Kind.CUSTOMER, customer, "customer");
        }
        boolean grouped = parameters.text("value_grouping_window").isPresent();
        String window = grouped ? parameters.choice("value_grouping_window", "hour", "day") : "";
        long step = window.isEmpty() ? SECONDS_A_MINUTE : window.equals("hour") ? SECONDS_AN_HOUR : SECONDS_A_DAY;
        long start = aligned(parameters, "start_time", step);
        long end = aligned(parameters, "end_time", step);
        if (end <= start) {
            throw ParameterRefused.invalid("end_time", "end_time: " + end + " (expected: after start_time)");
        }
        long stretch = grouped ? step : end - start;
        List<ObjectNode> summaries = new ArrayList<>();
        if (grouped) {
            MeterUsage.totals(change, meter, customer, start, end, step)
                    .forEach((from, total) -> summaries.add(summary(meter, from, from + stretch, total)));
        } else if (!MeterUsage.totals(change, meter, customer, start, end, SECONDS_A_DAY)
                .isEmpty()) {
            summaries.add(summary(meter, start, end, MeterUsage.total(change, meter, customer, start, end)));
        }
        return Answer.ok(Listing.page(call, summaries));
    }

    private static long aligned(Parameters parameters, String name, long step) {
        parameters.required(name);
        long time = parameters.number(name).orElse(0L);
        if (time % step != 0) {
            throw ParameterRefused.invalid(
                    name, name + ": " + time + " (expected: a multiple of " + step + " seconds)");
        }
        return time;
    }

    private static ObjectNode summary(ObjectNode meter, long start, long end, BigDecimal total) {
        ObjectNode summary = Json.object();
        String id = Json.string(meter, "id");
        summary.put("id", "mtrusg_" + id.substring(Kind.METER.prefix().length()) + "_" + start);
        summary.put("object", "billing.meter_event_summary").put("aggregated_value", total);
        summary.put("end_time", end).put("livemode", false).put("meter", id);
        return summary.put("start_time", start);
    }
}
