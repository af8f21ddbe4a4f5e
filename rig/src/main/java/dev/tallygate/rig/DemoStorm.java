package dev.tallygate.rig;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What {@code --faults} adds to the demo: local providers at which calls and webhooks go wrong, first as a script has
 * it, then at random by the number of the run; and afterwards what of it has happened, and what was made of it.
 */
final class DemoStorm {
    private static final String SCRIPT = "/_sandbox/script";

    /** One of each kind at the place where it hurts most; the rest is weather. */
    private static final String AT_STRIPE = """
            drop_answer        method=POST path=/v1/customers$
            server_error_done  method=POST path=/v1/invoices$
            rate_limited       method=POST path=/v1/invoiceitems reason=endpoint-rate
            truncated_json     method=POST path=/v1/invoiceitems
            lock_timeout       method=POST path=/v1/invoices/*/finalize
            bad_gateway_done   method=POST path=/v1/invoices/*/finalize
            webhook_twice      event=invoice.finalized
            webhook_dropped    event=invoice.paid
            webhook_late       event=invoice.paid millis=1500
            """;

    private static final String AT_PAYSTACK = """
            drop_answer        method=POST path=/customer$
            drop_answer        method=POST path=/paymentrequest$
            rate_limited       method=POST path=/paymentrequest/finalize millis=1000
            bad_gateway_done   method=POST path=/paymentrequest/finalize
            webhook_after_next event=charge.success
            webhook_twice      event=paymentrequest.success
            """;

    private static final String EVERYWHERE =
            "drop_answer,drop_call,server_error,bad_gateway,bad_gateway_done,truncated_json,rate_limited,webhook_twice,webhook_after_next";
    private static final String AT_STRIPE_ONLY = ",key_in_use,lock_timeout,server_error_done,webhook_twin";

    private final DemoPlace place;
    private final Transcript transcript;
    private final Instant begin;

    /** @throws RigFailed where a provider is not the local one: nothing can be made to go wrong there */
    DemoStorm(DemoPlace place, Transcript transcript, Clock clock) {
        this.place = place;
        this.transcript = transcript;
        this.begin = clock.instant();
        requireLocal("STRIPE_API_BASE", place.stripeBase());
        requireLocal("PAYSTACK_API_BASE", place.paystackBase());
    }

    private static void requireLocal(String name, String base) {
        if (!base.startsWith("http://127.0.0.1:")) {
            throw new RigFailed(name + ": " + base + " (expected with --faults: the sandbox's, so no key of your own)");
        }
    }

    /** From now on both providers misbehave. */
    void begin() {
        transcript.chapter("A storm at both providers: lost answers, stored errors, limits, webhooks late and twice");
        try (ProviderHttp stripe = new ProviderHttp(place.stripeBase(), "");
                ProviderHttp paystack = new ProviderHttp(place.paystackBase(), "")) {
            stripe.put(SCRIPT, AT_STRIPE + storm(EVERYWHERE + AT_STRIPE_ONLY));
            paystack.put(SCRIPT, AT_PAYSTACK + storm(EVERYWHERE));
        }
        transcript.line("PUT " + place.stripeBase() + SCRIPT);
        transcript.indented(AT_STRIPE + storm(EVERYWHERE + AT_STRIPE_ONLY));
        transcript.line("PUT " + place.paystackBase() + SCRIPT);
        transcript.indented(AT_PAYSTACK + storm(EVERYWHERE));
    }

    private String storm(String types) {
        return "storm seed=" + place.run() + " rate=0.15 types=" + types;
    }

    /** The providers behave again; tells what they did, and what came of our calls. */
    void end(BooksRepository books) {
        transcript.chapter("The storm is over: what went wrong, and what came of the calls");
        int met = end("Stripe", place.stripeBase()) + end("Paystack", place.paystackBase());
        Map<String, Long> attempts = books.attempts(begin);
        long all = attempts.values().stream().mapToLong(Long::longValue).sum();
        String ends = attempts.entrySet().stream()
                .map(end -> end.getValue() + " " + end.getKey())
                .collect(Collectors.joining(", "));
        transcript.line(met + " misfortunes. " + all + " calls that change something: " + ends
                + ". What was not accepted is asked again.");
    }

    private int end(String name, String base) {
        try (ProviderHttp http = new ProviderHttp(base, "")) {
            Waiting.until(name + " has met its script", transcript, () -> left(http.get(SCRIPT)));
            JsonNode script = http.get(SCRIPT);
            http.delete(SCRIPT);
            Map<String, Integer> fired = new TreeMap<>();
            script.path("fired").forEach(one -> fired.merge(place(one), 1, Integer::sum));
            fired.forEach((what, times) -> transcript.line("%-9s %2d x %s".formatted(name, times, what)));
            return fired.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Steps that nothing met so far: a fault that the demo only speaks of would be a lie. */
    private static String left(JsonNode script) {
        List<String> left = new ArrayList<>();
        script.path("steps").forEach(step -> {
            if (step.path("left").asInt() > 0) {
                left.add(step.path("type").asString() + " " + step.path("path").asString());
            }
        });
        return String.join(", ", left);
    }

    /** The kind, and what met it, without its id. */
    private static String place(JsonNode fired) {
        String path = fired.path("path").asString().replaceAll("/(in|cus|ii|CUS|PRQ)_[^/]+", "/*");
        return "%-19s %s %s"
                .formatted(fired.path("type").asString(), fired.path("method").asString(), path);
    }
}
