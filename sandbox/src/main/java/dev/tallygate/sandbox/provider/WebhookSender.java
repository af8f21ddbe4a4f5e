package dev.tallygate.sandbox.provider;

import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.DocumentKind;
import dev.tallygate.sandbox.journal.DocumentStore;
import dev.tallygate.sandbox.journal.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells endpoints what happened, until they take it, for three days at most.
 *
 * <p>A failed attempt is repeated after a quarter of a second, doubling to half a minute: quicker than any real one, since
 * somebody is waiting at this machine. A restart tries everything that is left at once. No order is promised.
 */
public final class WebhookSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);
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

    /** What a provider sends, and when it is content. */
    public interface Post {
        /** The kind of the documents that each are one webhook to one address: with {@code id} and {@code created}. */
        DocumentKind deliveries();

        /** Empty where there is nobody to be told any more. */
        Optional<HttpRequest.Builder> request(Change change, ObjectNode delivery);

        boolean isTaken(int status);
    }

    /** How often it was tried, and when it is due again by {@link System#nanoTime}. */
    private record Attempts(int count, long nextNanos) {}

    private final DocumentStore store;
    private final Post post;
    private final Clock clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room = new Semaphore(AT_ONCE_MAX);
    private final Map<String, Attempts> failed = new ConcurrentHashMap<>();
    private final Map<String, Boolean> underWay = new ConcurrentHashMap<>();

    public WebhookSender(DocumentStore store, Post post, Clock clock) {
        this.store = store;
        this.post = post;
        this.clock = clock;
    }

    /** An address that webhooks can be sent to. */
    public static String requireUrl(String url) {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw ParameterRefused.invalid("url", "Invalid URL: " + url);
        }
        throw ParameterRefused.invalid("url", "Invalid URL: " + url);
    }

    /** Starts what is due, as far as there is room. Returns at once. */
    public void sendDue() {
        List<ObjectNode> pending = pending(delivery -> isDue(delivery));
        for (ObjectNode delivery : pending) {
            if (!room.tryAcquire()) {
                return;
            }
            underWay.put(Json.string(delivery, "id"), true);
            threads.execute(() -> attempt(delivery));
        }
    }

    /** Returns when nothing that may go out waits any more, or after so long. */
    public void awaitTaken(long millis) {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        try {
            while (!pending(any -> true).isEmpty() && System.nanoTime() - end < 0) {
                Thread.sleep(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing: nobody waits for the answer any more
        }
    }

    /** What nothing holds back. */
    private List<ObjectNode> pending(Predicate<ObjectNode> filter) {
        long now = clock.millis();
        return store.change(
                Change.Origin.SANDBOX,
                change -> change.list(
                        post.deliveries(),
                        delivery -> filter.test(delivery)
                                && WebhookQueue.isFree(change, post.deliveries(), delivery, now)));
    }

    /** What failed before is due again: the target may be another now. */
    public void retryAllNow() {
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
            Optional<HttpRequest.Builder> request =
                    store.change(Change.Origin.SANDBOX, change -> post.request(change, delivery));
            if (request.isEmpty() || isAccepted(request.get().timeout(TIMEOUT).build()) || isOld(delivery)) {
                failed.remove(id);
                remove(id);
            } else {
                failed.merge(id, after(1), (before, first) -> after(before.count() + 1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing: the delivery is there at the next start
        } catch (UncheckedIOException e) {
            if (!threads.isShutdown()) { // else the same: the journal closes too
                throw e;
            }
        } finally {
            underWay.remove(id);
            room.release();
        }
    }

    private boolean isAccepted(HttpRequest request) throws InterruptedException {
        try {
            int status = Client.INSTANCE
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            LOG.info("webhook url={} status={}", request.uri(), status);
            return post.isTaken(status);
        } catch (IOException e) {
            LOG.info("webhook url={} unreachable={}", request.uri(), e.toString());
            return false;
        }
    }

    private boolean isOld(ObjectNode delivery) {
        return Json.number(delivery, "created") + SECONDS_KEPT < clock.instant().getEpochSecond();
    }

    private static Attempts after(int count) {
        long wait = Math.min(RETRY_MILLIS_MAX, RETRY_MILLIS_FIRST << Math.min(count - 1, 10));
        return new Attempts(count, System.nanoTime() + Duration.ofMillis(wait).toNanos());
    }

    private void remove(String id) {
        store.change(Change.Origin.SANDBOX, change -> {
            change.remove(post.deliveries(), id);
            return id;
        });
    }

    /** What is on its way may still be answered: one that is taken meanwhile must not come again at the next start. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
