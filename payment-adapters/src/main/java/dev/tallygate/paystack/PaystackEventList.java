package dev.tallygate.paystack;

import dev.tallygate.payment.EventPage;
import dev.tallygate.payment.Fetched;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Lists what Paystack's webhooks would have told: it keeps no events, but its requests that were paid and its transactions
 * that succeeded say as much. Each becomes an event of ours, the same whenever it is listed again.
 */
final class PaystackEventList {
    /** Money may come long after a request was made, and requests are listed by when they were made. */
    private static final Duration MADE_BEFORE = Duration.ofDays(90);

    private static final String TRANSACTIONS = "transactions:";
    private static final String REQUESTS = "requests:";

    private final PaystackHttp http;
    private final ObjectMapper json;

    PaystackEventList(PaystackHttp http, ObjectMapper json) {
        this.http = http;
        this.json = json;
    }

    /** First all requests that were paid, then all transactions that succeeded. */
    Fetched<EventPage> page(Instant since, String page) {
        if (page.startsWith(TRANSACTIONS)) {
            int number = Integer.parseInt(page.substring(TRANSACTIONS.length()));
            String path = "/transaction?status=success&from=%s&page=%d".formatted(second(since), number);
            return read(
                    path,
                    this::transaction,
                    next -> next ? Optional.of(TRANSACTIONS + (number + 1)) : Optional.empty());
        }
        int number = page.equals(EventPage.FIRST) ? 1 : Integer.parseInt(page.substring(REQUESTS.length()));
        String path = "%s?status=success&from=%s&page=%d"
                .formatted(PaystackRequests.REQUESTS, second(since.minus(MADE_BEFORE)), number);
        return read(path, this::request, next -> Optional.of(next ? REQUESTS + (number + 1) : TRANSACTIONS + 1));
    }

    private Fetched<EventPage> read(
            String path, Function<JsonNode, Optional<String>> event, Function<Boolean, Optional<String>> next) {
        PaystackAnswer answer = http.get(path);
        if (!(answer instanceof PaystackAnswer.Done done)) {
            return PaystackAnswer.toFetched(answer);
        }
        List<String> bodies = new ArrayList<>();
        done.data().forEach(object -> event.apply(object).ifPresent(bodies::add));
        long page = PaystackJson.whole(done.meta().path("page")).orElse(1L);
        long pages = PaystackJson.whole(done.meta().path("pageCount")).orElse(1L);
        return new Fetched.Found<>(new EventPage(bodies, next.apply(page < pages)));
    }

    /** Of ours only: others may use the account too. */
    private Optional<String> request(JsonNode request) {
        boolean isMarked = PaystackJson.text(request.path("description"))
                .flatMap(PaystackMarks::read)
                .isPresent();
        return PaystackJson.text(request.path("request_code"))
                .filter(code -> isMarked)
                .map(code -> event("paymentrequest.listed", "request_code", code));
    }

    private Optional<String> transaction(JsonNode transaction) {
        return PaystackJson.text(transaction.path("reference"))
                .filter(PaystackCharge::isReference)
                .map(reference -> event("charge.listed", "reference", reference));
    }

    private String event(String type, String field, String name) {
        var body = json.createObjectNode().put("event", type);
        body.putObject("data").put(field, name);
        return body.toString();
    }

    private static Instant second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
