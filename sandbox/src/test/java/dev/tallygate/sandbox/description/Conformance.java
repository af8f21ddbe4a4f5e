package dev.tallygate.sandbox.description;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Watch;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Watches a local provider, and says at the end what was not as the provider describes it. */
public final class Conformance implements Watch {
    /** Stripe's second API, which its description leaves out. */
    private static final String UNDESCRIBED = "/v2/";

    private final Optional<OpenApi> description;
    private final Queue<Exchange> seen = new ConcurrentLinkedQueue<>();

    /** @param description where it could be had; without one nothing is compared */
    public Conformance(Optional<OpenApi> description) {
        this.description = description;
    }

    @Override
    public void saw(Call call, Answer answer) {
        if (!call.isForSandbox() && !call.path().startsWith(UNDESCRIBED)) {
            seen.add(Exchange.of(call, answer));
        }
    }

    /** All that was asked and answered so far. */
    public List<Exchange> seen() {
        return List.copyOf(seen);
    }

    /** Of all answers, and of the objects that events bring. */
    public List<String> answerFindings() {
        return findings(
                seen.stream(),
                (api, exchange) -> Stream.concat(api.answerFindings(exchange).stream(), eventFindings(api, exchange)));
    }

    /** Of all requests with JSON that were not refused. */
    public List<String> requestFindings() {
        return findings(
                seen.stream().filter(exchange -> exchange.status() < 400),
                (api, exchange) -> api.requestFindings(exchange).stream());
    }

    private interface Comparison {
        Stream<String> of(OpenApi api, Exchange exchange);
    }

    private List<String> findings(Stream<Exchange> exchanges, Comparison comparison) {
        Function<OpenApi, List<String>> all = api -> List.copyOf(new TreeSet<>(
                exchanges.flatMap(exchange -> comparison.of(api, exchange)).toList()));
        return description.map(all).orElse(List.of());
    }

    private static Stream<String> eventFindings(OpenApi api, Exchange exchange) {
        boolean isEvents = exchange.path().equals("/v1/events");
        return exchange.answered().filter(any -> isEvents).stream()
                .flatMap(page -> page.path("data").valueStream())
                .flatMap(event -> eventFindings(api, event));
    }

    private static Stream<String> eventFindings(OpenApi api, JsonNode event) {
        String type = event.path("type").asString("");
        return api.resourceFindings(event.path("data").path("object")).stream().map(finding -> type + " " + finding);
    }
}
