package dev.tallygate.paystack;

import dev.tallygate.operation.Mode;
import dev.tallygate.payment.CallPace;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.MissingNode;

/** Sends one request, once, and reads Paystack's envelope. */
final class PaystackHttp {
    private static final String CODE_UNKNOWN = "error";

    private final PaystackSettings settings;
    private final Mode mode;
    private final ObjectMapper json;
    private final CallPace pace;
    private @Nullable HttpClient client;

    PaystackHttp(PaystackSettings settings, Mode mode, ObjectMapper json, CallPace pace) {
        this.settings = settings;
        this.mode = mode;
        this.json = json;
        this.pace = pace;
    }

    PaystackAnswer get(String path) {
        return send(request(path).GET().build());
    }

    PaystackAnswer post(String path, JsonNode body) {
        return send(request(path)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(settings.apiBase() + path))
                .header("authorization", "Bearer " + settings.secretKey())
                .header("accept", "application/json");
    }

    /** The client's own timeout ends with the headers, so that a body that never ends needs this one. */
    private PaystackAnswer send(HttpRequest request) {
        pace.await(request.method().equals("GET") ? CallPace.Verb.READ : CallPace.Verb.WRITE);
        CompletableFuture<HttpResponse<String>> answer = client().sendAsync(request, BodyHandlers.ofString());
        try {
            return answer(answer.get(timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException lost) {
            Throwable cause = lost.getCause() == null ? lost : lost.getCause();
            return new PaystackAnswer.Lost(
                    "Paystack did not answer: " + cause.getClass().getSimpleName());
        } catch (TimeoutException slow) {
            answer.cancel(true);
            return new PaystackAnswer.Lost("Paystack did not answer within " + timeout());
        } catch (InterruptedException stopped) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new PaystackAnswer.Lost("interrupted while Paystack was asked");
        }
    }

    private Duration timeout() {
        return settings.timeouts().connect().plus(settings.timeouts().read());
    }

    /** Opened at the first call: a start that calls nobody does not wait for it. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(settings.timeouts().connect())
                    .build();
        }
        return client;
    }

    private PaystackAnswer answer(HttpResponse<String> response) {
        JsonNode root = tree(response.body());
        int status = response.statusCode();
        if (status >= 500 || status < 200) {
            return new PaystackAnswer.Lost("Paystack " + status + ": " + message(root));
        }
        String requestId = response.headers().firstValue("x-request-id").orElse("");
        boolean saysNo = root.path("status").isBoolean() && !root.path("status").asBoolean();
        if (status >= 300 || saysNo) {
            return new PaystackAnswer.Refused(status, code(root), message(root), retryAfter(response), requestId);
        }
        if (!PaystackJson.isTrue(root.path("status"))) {
            return new PaystackAnswer.Lost("Paystack " + status + " without its envelope");
        }
        return foreignDomain(root.path("data"))
                .<PaystackAnswer>map(PaystackAnswer.Foreign::new)
                .orElseGet(() -> new PaystackAnswer.Done(root.path("data"), root.path("meta"), requestId));
    }

    /** The key alone decides whether money is real, so each object is looked at. */
    private Optional<String> foreignDomain(JsonNode data) {
        Stream<JsonNode> objects = data.isArray() ? data.valueStream() : Stream.of(data);
        return objects.flatMap(object -> PaystackJson.text(object.path("domain")).stream())
                .filter(domain -> !domain.equals(mode.word()))
                .findFirst();
    }

    private JsonNode tree(String body) {
        try {
            return json.readTree(body);
        } catch (JacksonException isHtmlOrCutOff) {
            return MissingNode.getInstance();
        }
    }

    private static String message(JsonNode root) {
        return PaystackJson.text(root.path("message")).orElse("no message");
    }

    private static String code(JsonNode root) {
        return PaystackJson.text(root.path("code"))
                .or(() -> PaystackJson.text(root.path("type")))
                .orElse(CODE_UNKNOWN);
    }

    private static Optional<Duration> retryAfter(HttpResponse<String> response) {
        return response.headers()
                .firstValue("retry-after")
                .filter(text -> text.matches("\\d{1,5}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }
}
