package dev.tallygate.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.param.EventListParams;
import dev.tallygate.payment.EventPage;
import dev.tallygate.payment.Fetched;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Lists what happened at Stripe, by type and time: what its webhooks would have told. */
final class StripeEventList {
    private final StripeClient client;
    private final ObjectMapper json;

    StripeEventList(StripeClient client, ObjectMapper json) {
        this.client = client;
        this.json = json;
    }

    /** Newest first; a page begins after the event that it names. */
    Fetched<EventPage> page(Instant since, String after) {
        EventListParams.Builder params = EventListParams.builder()
                .addAllType(StripeEvents.TYPES)
                .setCreated(EventListParams.Created.builder()
                        .setGte(since.getEpochSecond())
                        .build())
                .setLimit(StripeReads.PAGE);
        if (!after.equals(EventPage.FIRST)) {
            params.setStartingAfter(after);
        }
        try {
            return read(json.readTree(
                    client.v1().events().list(params.build()).getLastResponse().body()));
        } catch (StripeException error) {
            return StripeErrors.toFetched(error);
        } catch (JacksonException broken) {
            return new Fetched.Unknown<>("Stripe's events cannot be read");
        }
    }

    private static Fetched<EventPage> read(JsonNode list) {
        List<JsonNode> events = list.path("data").valueStream().toList();
        Optional<String> next = list.path("has_more").asBoolean(false) && !events.isEmpty()
                ? Optional.of(StripeEvents.text(events.getLast().path("id")))
                : Optional.empty();
        return new Fetched.Found<>(
                new EventPage(events.stream().map(JsonNode::toString).toList(), next));
    }
}
