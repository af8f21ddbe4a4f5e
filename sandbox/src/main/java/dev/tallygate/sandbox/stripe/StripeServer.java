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
    private final Faults faults;

    private StripeServer(HttpServer http, Ids ids, Faults faults) {
        this.http = http;
        this.ids = ids;
        this.faults = faults;
    }

    /** Takes the port; requests are answered from {@link #serve} on. */
    static StripeServer bind(int port, Ids ids, Faults faults) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        return new StripeServer(http, ids, faults);
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
            Optional<Fault> fault = faults.take(call);
            Answer answer = api.answer(call, fault);
            LOG.info(
                    "call method={} path={} status={} request={} fault={}",
                    call.method(),
                    call.path(),
                    answer.status(),
                    call.requestId(),
                    fault.map(Fault::word).orElse("none"));
            write(exchange, call, answer, fault);
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

    private static void write(HttpExchange exchange, Call call, Answer answer, Optional<Fault> fault)
            throws IOException {
        exchange.getResponseHeaders().set("Request-Id", call.requestId());
        exchange.getResponseHeaders().set("Stripe-Version", EventLog.API_VERSION);
        call.idempotencyKey().ifPresent(key -> exchange.getResponseHeaders().set("Idempotency-Key", key));
        if (fault.filter(some -> some.type() == Fault.Type.DROP_ANSWER).isPresent()) {
            cutShort(exchange, answer);
        } else {
            writeBody(exchange, answer);
        }
    }

    private static void writeBody(HttpExchange exchange, Answer answer) throws IOException {
        byte[] bytes = bytes(answer);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Half an answer: a client that heard nothing at all would quietly ask again by itself. */
    private static void cutShort(HttpExchange exchange, Answer answer) throws IOException {
        byte[] bytes = bytes(answer);
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
        exchange.getResponseBody().flush();
    }

    private static byte[] bytes(Answer answer) {
        return Json.write(answer.body()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
