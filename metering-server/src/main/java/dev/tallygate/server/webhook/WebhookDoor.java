package dev.tallygate.server.webhook;

import dev.tallygate.payment.Receipt;
import dev.tallygate.payment.WebhookInbox;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.server.errors.Problem;
import dev.tallygate.server.http.ProblemWriter;
import dev.tallygate.server.http.RawBody;
import dev.tallygate.server.loop.Loop;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.util.unit.DataSize;
import org.springframework.web.HttpRequestHandler;

/** Receives webhooks: stored once, answered, and settled by the loop that it wakes. */
final class WebhookDoor implements HttpRequestHandler {
    static final String PATH = "/webhooks/";

    private static final String THIN = "/thin";

    /** Providers send a few KiB. */
    static final DataSize BODY_SIZE_MAX = DataSize.ofMegabytes(1);

    private static final Logger log = LoggerFactory.getLogger(WebhookDoor.class);

    private final WebhookInbox inbox;
    private final Loop settling;
    private final ProblemWriter problems;

    WebhookDoor(WebhookInbox inbox, Loop settling, ProblemWriter problems) {
        this.inbox = inbox;
        this.settling = settling;
        this.problems = problems;
    }

    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            receive(request);
            response.setStatus(HttpServletResponse.SC_OK);
        } catch (RuntimeException failure) {
            problems.write(response, Problem.of(failure));
        }
    }

    private void receive(HttpServletRequest request) throws IOException {
        if (!HttpMethod.POST.matches(request.getMethod())) {
            throw Rejected.of(Reason.ROUTE_NOT_FOUND, "a webhook is a POST");
        }
        String address = request.getRequestURI().substring(PATH.length());
        boolean isThin = address.endsWith(THIN);
        String provider = isThin ? address.substring(0, address.length() - THIN.length()) : address;
        byte[] body = RawBody.read(request, BODY_SIZE_MAX);
        Map<String, String> headers = headers(request);
        switch (isThin ? inbox.receiveThin(provider, body, headers) : inbox.receive(provider, body, headers)) {
            case Receipt.Stored stored -> {
                log.info("webhook_stored provider={} event_id={}", provider, stored.eventId());
                settling.wake();
            }
            case Receipt.Repeated repeated ->
                log.info("webhook_repeated provider={} event_id={}", provider, repeated.eventId());
            case Receipt.Refused refused -> {
                log.warn("webhook_refused provider={} why=\"{}\"", provider, refused.why());
                throw Rejected.of(Reason.SIGNATURE_INVALID, Reason.SIGNATURE_INVALID.sentence());
            }
            case Receipt.ProviderUnknown unknown ->
                throw Rejected.of(Reason.PROVIDER_UNKNOWN, Reason.PROVIDER_UNKNOWN.sentence());
        }
    }

    private static Map<String, String> headers(HttpServletRequest request) {
        return Collections.list(request.getHeaderNames()).stream()
                .collect(Collectors.toMap(
                        name -> name.toLowerCase(Locale.ROOT), request::getHeader, (first, second) -> first));
    }
}
