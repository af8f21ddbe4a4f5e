package dev.tallygate.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tallygate.sandbox.journal.Ids;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket: reads requests on 127.0.0.1, has them answered, writes the answers. */
public final class LoopbackServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoopbackServer.class);
    private static final int BODY_BYTES_MAX = 1_000_000;

    /** Who answers. */
    public interface Door {
        /** Never throws: what goes wrong is an answer too. */
        Answer answer(Call call);

        /** The answer to a request that could not be read. */
        Answer refused(ParameterRefused refusal);
    }

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Ids ids;

    private LoopbackServer(HttpServer http, Ids ids) {
        this.http = http;
        this.ids = ids;
    }

    /** Takes the port, 0 for any free one; requests are answered from {@link #serve} on. */
    public static LoopbackServer bind(int port, Ids ids) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        return new LoopbackServer(http, ids);
    }

    public int port() {
        return http.getAddress().getPort();
    }

    /** The base of what it serves, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public void serve(Door door) {
        http.setExecutor(threads);
        http.createContext("/", exchange -> handle(exchange, door));
        http.start();
    }

    private void handle(HttpExchange exchange, Door door) throws IOException {
        try (exchange) {
            write(exchange, answer(exchange, door));
        }
    }

    private Answer answer(HttpExchange exchange, Door door) throws IOException {
        try {
            Call call = read(exchange);
            Answer answer = door.answer(call);
            LOG.info(
                    "call method={} path={} status={} request={}",
                    call.method(),
                    call.path(),
                    answer.status(),
                    call.requestId());
            return answer;
        } catch (ParameterRefused refusal) {
            return door.refused(refusal);
        }
    }

    private Call read(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
        if (bytes.length > BODY_BYTES_MAX) {
            throw ParameterRefused.invalid("body", "The request body has more than " + BODY_BYTES_MAX + " bytes");
        }
        String query =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        String body = new String(bytes, StandardCharsets.UTF_8);
        Map<String, String> headers = headers(exchange);
        boolean isJson = headers.getOrDefault("content-type", "").startsWith("application/json");
        return new Call(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                List.of(),
                Parameters.parse(isJson ? query : query + "&" + body),
                headers,
                body,
                ids.next("req_"));
    }

    /** The first value of each. */
    private static Map<String, String> headers(HttpExchange exchange) {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return headers;
    }

    private static void write(HttpExchange exchange, Answer answer) throws IOException {
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        // a client that heard nothing at all would quietly ask again by itself: half an answer is not overlooked
        OutputStream out = exchange.getResponseBody();
        Answer.Ending ending = answer.ending();
        boolean isWhole = !ending.isCut() && ending.pauseMillis() == 0;
        int first = isWhole ? bytes.length : bytes.length / 2; // two writes would wait for each other on the wire
        out.write(bytes, 0, first);
        out.flush();
        if (!isWhole && !ending.isCut()) {
            pause(ending.pauseMillis());
            out.write(bytes, first, bytes.length - first);
            out.flush();
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing: the rest is sent at once
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
