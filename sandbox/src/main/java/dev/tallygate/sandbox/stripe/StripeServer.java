package dev.tallygate.sandbox.stripe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket: reads requests on 127.0.0.1, has them answered, writes the answers. */
final class StripeServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StripeServer.class);
    private static final int BODY_BYTES_MAX = 1_000_000;

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Ids ids;

    private StripeServer(HttpServer http, Ids ids) {
        this.http = http;
        this.ids = ids;
    }

    /** Takes the port; requests are answered from {@link #serve} on. */
    static StripeServer bind(int port, Ids ids) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        return new StripeServer(http, ids);
    }

    int port() {
        return http.getAddress().getPort();
    }

    void serve(StripeApi api) {
        http.setExecutor(threads);
        http.createContext("/", exchange -> handle(exchange, api));
        http.start();
    }

    private void handle(HttpExchange exchange, StripeApi api) throws IOException {
        try (exchange) {
            Call call = read(exchange);
            Answer answer = api.answer(call);
            LOG.info(
                    "call method={} path={} status={} request={}",
                    call.method(),
                    call.path(),
                    answer.status(),
                    call.requestId());
            write(exchange, call, answer);
        } catch (StripeError e) {
            writeBody(exchange, e.toAnswer());
        }
    }

    private Call read(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
        if (body.length > BODY_BYTES_MAX) {
            throw StripeError.invalidParameter("body", "The request body has more than " + BODY_BYTES_MAX + " bytes");
        }
        String query =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        String form = new String(body, StandardCharsets.UTF_8);
        String method = exchange.getRequestMethod();
        return new Call(
                method,
                exchange.getRequestURI().getPath(),
                List.of(),
                Parameters.parse(query + "&" + form),
                header(exchange, "Authorization").map(StripeServer::apiKey),
                // a key on a read or a delete has no effect
                header(exchange, "Idempotency-Key").filter(key -> method.equals("POST") && !key.isEmpty()),
                ids.next("req_"));
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** A bearer token, or the user of basic authentication. */
    private static String apiKey(String authorization) {
        if (!authorization.startsWith("Basic ")) {
            return authorization.replaceFirst("^Bearer ", "");
        }
        String decoded = new String(
                Base64.getMimeDecoder().decode(authorization.substring("Basic ".length())), StandardCharsets.UTF_8);
        return decoded.replaceFirst(":.*", "");
    }

    private static void write(HttpExchange exchange, Call call, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Request-Id", call.requestId());
        exchange.getResponseHeaders().set("Stripe-Version", EventLog.API_VERSION);
        call.idempotencyKey().ifPresent(key -> exchange.getResponseHeaders().set("Idempotency-Key", key));
        writeBody(exchange, answer);
    }

    private static void writeBody(HttpExchange exchange, Answer answer) throws IOException {
        byte[] bytes = Json.write(answer.body()).getBytes(StandardCharsets.UTF_8);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        // a client that heard nothing at all would quietly ask again by itself: half an answer is not overlooked
        int sent = answer.ending() == Answer.Ending.WHOLE ? bytes.length : bytes.length / 2;
        exchange.getResponseBody().write(bytes, 0, sent);
        exchange.getResponseBody().flush();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
