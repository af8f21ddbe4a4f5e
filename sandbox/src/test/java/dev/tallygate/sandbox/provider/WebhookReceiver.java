package dev.tallygate.sandbox.provider;

import com.sun.net.httpserver.Headers;
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

/** A small server that takes webhooks; it can be told to refuse some first. */
public final class WebhookReceiver implements AutoCloseable {
    /** Whether the signature of a body fits. */
    public interface Check {
        boolean isGenuine(String body, Headers headers);
    }

    private final HttpServer http;
    private final Check check;
    private final int taken;
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> forged = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusalsLeft = new AtomicInteger();
    private volatile int refusal = 503;

    /** @param taken the status that it answers with when it takes one */
    public WebhookReceiver(Check check, int taken) throws IOException {
        this.check = check;
        this.taken = taken;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::receive);
        http.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/webhooks");
    }

    public void refuseNext(int count) {
        refuseNext(count, 503);
    }

    public void refuseNext(int count, int status) {
        refusal = status;
        refusalsLeft.set(count);
    }

    /** Those that were taken, in the order in which they came. */
    public List<String> bodies() {
        return bodies;
    }

    /** Bodies whose signature did not fit. */
    public List<String> forged() {
        return forged;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status(body, exchange.getRequestHeaders()), -1);
        }
    }

    private int status(String body, Headers headers) {
        if (refusalsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return refusal;
        }
        boolean isGenuine = check.isGenuine(body, headers);
        (isGenuine ? bodies : forged).add(body);
        return isGenuine ? taken : 400;
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
