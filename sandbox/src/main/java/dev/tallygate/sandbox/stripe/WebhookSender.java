package dev.tallygate.sandbox.stripe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells the endpoints of events: signed, until they answer 2xx, for three days at most.
 *
 * <p>A failed attempt is repeated after a quarter of a second, doubling to half a minute: quicker than Stripe, since
 * somebody is waiting at this machine. A restart tries everything that is left at once. No order is promised.
 */
final class WebhookSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long RETRY_MILLIS_FIRST = 250;
    private static final long RETRY_MILLIS_MAX = 30_000;
    private static final long SECONDS_KEPT = 3 * 86_400L;
    private static final int AT_ONCE_MAX = 8;

    /** Made when the first webhook goes out: it takes a good part of a start. */
    private static final class Client {
        static final HttpClient INSTANCE =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

        private Client() {}
    }

    /** How often it was tried, and when it is due again by {@link System#nanoTime}. */
    private record Attempts(int count, long nextNanos) {}

    private final StripeStore store;
    private final EventLog events;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room = new Semaphore(AT_ONCE_MAX);
    private final Map<String, Attempts> failed = new ConcurrentHashMap<>();
    private final Map<String, Boolean> underWay = new ConcurrentHashMap<>();

    WebhookSender(StripeStore store, EventLog events) {
        this.store = store;
        this.events = events;
    }

    /** Starts what is due, as far as there is room. Returns at once. */
    void sendDue() {
        List<ObjectNode> pending =
                store.change(Change.Origin.SANDBOX, change -> change.list(Kind.DELIVERY, delivery -> isDue(delivery)));
        for (ObjectNode delivery : pending) {
            if (!room.tryAcquire()) {
                return;
            }
            underWay.put(Json.string(delivery, "id"), true);
            threads.execute(() -> attempt(delivery));
        }
    }

    /** What failed before is due again: the target may be another now. */
    void retryAllNow() {
        failed.clear();
    }

    private boolean isDue(ObjectNode delivery) {
        String id = Json.string(delivery, "id");
        Attempts attempts = failed.get(id);
        return !underWay.containsKey(id) && (attempts == null || System.nanoTime() - attempts.nextNanos() >= 0);
    }

    private void attempt(ObjectNode delivery) {
        String id = Json.string(delivery, "id");
        try {
            Optional<HttpRequest> request = store.change(Change.Origin.SANDBOX, change -> request(change, delivery));
            if (request.isEmpty() || isAccepted(request.get()) || isOld(delivery)) {
                failed.remove(id);
                remove(id);
            } else {
                failed.merge(id, after(1), (before, first) -> after(before.count() + 1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing: the delivery is there at the next start
        } finally {
            underWay.remove(id);
            room.release();
        }
    }

    /** Empty where the endpoint or the event is gone, or the endpoint was disabled. */
    private Optional<HttpRequest> request(Change change, ObjectNode delivery) {
        Optional<ObjectNode> endpoint = change.find(Kind.WEBHOOK_ENDPOINT, Json.string(delivery, "endpoint"))
                .filter(found -> Json.string(found, "status").equals("enabled"));
        Optional<ObjectNode> event = change.find(Kind.EVENT, Json.string(delivery, "event"));
        if (endpoint.isEmpty() || event.isEmpty()) {
            return Optional.empty();
        }
        String body = Json.write(event.get());
        String secret = Json.string(endpoint.get(), "secret");
        return Optional.of(HttpRequest.newBuilder(URI.create(Json.string(endpoint.get(), "url")))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "Stripe/1.0 (sandbox)")
                .header("Stripe-Signature", WebhookSignature.header(secret, events.now(), body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private boolean isAccepted(HttpRequest request) throws InterruptedException {
        try {
            int status = Client.INSTANCE
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            LOG.info("webhook url={} status={}", request.uri(), status);
            return status / 100 == 2;
        } catch (IOException e) {
            LOG.info("webhook url={} unreachable={}", request.uri(), e.toString());
            return false;
        }
    }

    private boolean isOld(ObjectNode delivery) {
        return Json.number(delivery, "created") + SECONDS_KEPT < events.now();
    }

    private static Attempts after(int count) {
        long wait = Math.min(RETRY_MILLIS_MAX, RETRY_MILLIS_FIRST << Math.min(count - 1, 10));
        return new Attempts(count, System.nanoTime() + Duration.ofMillis(wait).toNanos());
    }

    private void remove(String id) {
        store.change(Change.Origin.SANDBOX, change -> {
            change.remove(Kind.DELIVERY, id);
            return id;
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
