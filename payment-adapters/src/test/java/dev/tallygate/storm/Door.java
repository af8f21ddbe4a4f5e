package dev.tallygate.storm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.payment.Receipt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Where webhooks come in: into the inbox of whichever process lives, and 503 while none does. */
final class Door implements AutoCloseable {
    private static final String PATH = "/webhooks/";

    private final HttpServer http;
    private final Supplier<PaymentWorld> process;
    private final AtomicInteger taken = new AtomicInteger();

    Door(Supplier<PaymentWorld> process) throws IOException {
        this.process = process;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext(PATH, this::take);
        http.start();
    }

    URI address(String provider) {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + PATH + provider);
    }

    /** Webhooks that were stored, or were there already. */
    int taken() {
        return taken.get();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            String provider = exchange.getRequestURI().getPath().substring(PATH.length());
            exchange.sendResponseHeaders(status(provider, body, headers), -1);
        }
    }

    private int status(String provider, byte[] body, Map<String, String> headers) {
        try {
            Receipt receipt = process.get().inbox().receive(provider, body, headers);
            if (receipt instanceof Receipt.Stored || receipt instanceof Receipt.Repeated) {
                taken.incrementAndGet();
                return 200;
            }
            return 400;
        } catch (RuntimeException dying) {
            return 503; // the process was closed in the middle of it; the provider tells it again
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
