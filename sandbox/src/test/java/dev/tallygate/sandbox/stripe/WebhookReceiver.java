package dev.tallygate.sandbox.stripe;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Event;
import com.stripe.net.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A small server that takes webhooks, verified with Stripe's own library; it can be told to refuse some first. */
final class WebhookReceiver implements AutoCloseable {
    private final HttpServer http;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> forged = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusalsLeft = new AtomicInteger();
    private volatile String secret = "";

    WebhookReceiver() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::receive);
        http.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/webhooks/stripe");
    }

    void trust(String webhookSecret) {
        secret = webhookSecret;
    }

    void refuseNext(int count) {
        refusalsLeft.set(count);
    }

    List<Event> events() {
        return events;
    }

    List<String> types() {
        return events.stream().map(Event::getType).toList();
    }

    /** Bodies whose signature did not fit. */
    List<String> forged() {
        return forged;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String header = exchange.getRequestHeaders().getFirst("Stripe-Signature");
            exchange.sendResponseHeaders(status(body, header), -1);
        }
    }

    private int status(String body, String header) {
        if (refusalsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return 503;
        }
        try {
            events.add(Webhook.constructEvent(body, header, secret));
            return 200;
        } catch (SignatureVerificationException e) {
            forged.add(body);
            return 400;
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
