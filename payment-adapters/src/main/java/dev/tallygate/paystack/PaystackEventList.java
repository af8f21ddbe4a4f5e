package dev.tallygate.paystack;

import dev.tallygate.payment.EventPage;
import dev.tallygate.payment.Fetched;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lists what Paystack's webhooks would have told: it keeps no events, but its requests that were paid, its transactions
 * that succeeded, its refunds and disputes say as much. Each becomes an event of ours, the same whenever it is listed again
 * in the same state.
 */
final class PaystackEventList {
    /** Money may come long after a request was made, and requests are listed by when they were made. */
    private static final Duration MADE_BEFORE = Duration.ofDays(90);

    /** A refund or dispute that began before may have ended since. */
    private static final Duration BEGUN_BEFORE = Duration.ofDays(30);

    private final PaystackHttp http;
    private final ObjectMapper json;

    PaystackEventList(PaystackHttp http, ObjectMapper json) {
        this.http = http;
        this.json = json;
    }

    /** What is listed, one after the other, each by pages. */
    private enum Listed {
        REQUESTS(PaystackRequests.REQUESTS + "?status=success&", MADE_BEFORE),
        TRANSACTIONS("/transaction?status=success&", Duration.ZERO),
        REFUNDS("/refund?", BEGUN_BEFORE),
        DISPUTES("/dispute?", BEGUN_BEFORE);

        private final String query;
        private final Duration before;

        Listed(String query, Duration before) {
            this.query = query;
            this.before = before;
        }

        String path(Instant since, int page) {
            return "%sfrom=%s&page=%d".formatted(query, since.minus(before).truncatedTo(ChronoUnit.SECONDS), page);
        }

        /** Where it goes on behind this page. */
        Optional<String> after(int page, boolean isLast) {
            return isLast ? next().map(Listed::first) : Optional.of(name() + ":" + (page + 1));
        }

        String first() {
            return name() + ":1";
        }

        private Optional<Listed> next() {
            return switch (this) {
                case REQUESTS -> Optional.of(TRANSACTIONS);
                case TRANSACTIONS -> Optional.of(REFUNDS);
                case REFUNDS -> Optional.of(DISPUTES);
                case DISPUTES -> Optional.empty();
            };
        }
    }

    Fetched<EventPage> page(Instant since, String page) {
        String[] place = (page.equals(EventPage.FIRST) ? Listed.REQUESTS.first() : page).split(":", 2);
        Listed listed = Listed.valueOf(place[0]);
        int number = Integer.parseInt(place[1]);
        PaystackAnswer answer = http.get(listed.path(since, number));
        if (!(answer instanceof PaystackAnswer.Done done)) {
            return PaystackAnswer.toFetched(answer);
        }
        long pages = PaystackJson.whole(done.meta().path("pageCount")).orElse(1L);
        List<String> bodies = new ArrayList<>();
        for (JsonNode object : done.data()) {
            Fetched<String> body = event(listed, object);
            if (body instanceof Fetched.Unknown<String> unknown) {
                return new Fetched.Unknown<>(unknown.why());
            }
            if (body instanceof Fetched.Found<String> found) {
                bodies.add(found.value());
            }
        }
        return new Fetched.Found<>(new EventPage(bodies, listed.after(number, number >= pages)));
    }

    /** Absent where it is nothing of ours: others may use the account too. */
    private Fetched<String> event(Listed listed, JsonNode object) {
        return switch (listed) {
            case REQUESTS -> found(request(object));
            case TRANSACTIONS -> found(transaction(object));
            case REFUNDS -> refund(object);
            case DISPUTES -> found(dispute(object));
        };
    }

    private Optional<String> request(JsonNode request) {
        boolean isMarked = PaystackJson.text(request.path("description"))
                .flatMap(PaystackMarks::read)
                .isPresent();
        return PaystackJson.text(request.path("request_code"))
                .filter(code -> isMarked)
                .map(code -> event("paymentrequest.listed", data().put("request_code", code)));
    }

    private Optional<String> transaction(JsonNode transaction) {
        return PaystackJson.text(transaction.path("reference"))
                .filter(PaystackCharge::isReference)
                .map(reference -> event("charge.listed", data().put("reference", reference)));
    }

    /** A list of refunds names transactions by their numbers, which are asked for their references. */
    private Fetched<String> refund(JsonNode refund) {
        Optional<Long> transaction = PaystackJson.id(refund.path("transaction"));
        if (transaction.isEmpty()) {
            return new Fetched.Absent<>();
        }
        PaystackAnswer answer = http.get("/transaction/" + transaction.get());
        return answer instanceof PaystackAnswer.Done done
                ? found(PaystackJson.text(done.data().path("reference"))
                        .map(reference ->
                                event("refund.listed", state(refund).put("transaction_reference", reference))))
                : PaystackAnswer.toFetched(answer);
    }

    private Optional<String> dispute(JsonNode dispute) {
        return PaystackJson.id(dispute)
                .map(id -> event("charge.dispute.listed", state(dispute).put("id", id)));
    }

    /** Another state is another event. */
    private ObjectNode state(JsonNode object) {
        return data().put("of", PaystackJson.id(object).orElse(0L))
                .put("status", PaystackJson.text(object.path("status")).orElse(""));
    }

    private ObjectNode data() {
        return json.createObjectNode();
    }

    private String event(String type, ObjectNode data) {
        ObjectNode body = json.createObjectNode().put("event", type);
        body.set("data", data);
        return body.toString();
    }

    private static Fetched<String> found(Optional<String> body) {
        return body.<Fetched<String>>map(Fetched.Found::new).orElseGet(Fetched.Absent::new);
    }
}
