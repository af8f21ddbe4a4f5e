package dev.tallygate.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Takes every webhook as it comes, bytes and headers, so that a test decides when and how often it arrives. */
public final class WebhookCatcher implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpServer http;
    private final List<ProviderWorld.Told> caught = new CopyOnWriteArrayList<>();

    public WebhookCatcher() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
        http.createContext("/", this::take);
        http.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/webhooks");
    }

    /** All that came so far, once there is one with these words in its body. */
    public List<ProviderWorld.Told> until(String... words) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (caught.stream().noneMatch(told -> hasAll(told.body(), words))) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no webhook with " + List.of(words) + " among " + caught.size());
            }
            LockSupport.parkNanos(10_000_000);
        }
        return List.copyOf(caught);
    }

    private static boolean hasAll(String body, String... words) {
        return List.of(words).stream().allMatch(body::contains);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            caught.add(new ProviderWorld.Told(body, headers));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
