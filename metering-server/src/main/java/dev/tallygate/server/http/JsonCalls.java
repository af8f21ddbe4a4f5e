package dev.tallygate.server.http;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.server.errors.Problem;
import dev.tallygate.v1.CheckQuotaResponse;
import dev.tallygate.v1.ReserveQuotaResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import org.springframework.web.HttpRequestHandler;

/** Answers every HTTP/JSON request of the contract: the one handler, which knows descriptors and no call by name. */
public final class JsonCalls implements HttpRequestHandler {
    /** Limit of a body; a gRPC message has another one, of its transport. */
    public static final DataSize BODY_SIZE_MAX = DataSize.ofMegabytes(8);

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final List<HttpRoute> routes;
    private final Channel channel;
    private final ProblemWriter problems;

    JsonCalls(List<HttpRoute> routes, Channel channel, ProblemWriter problems) {
        this.routes = List.copyOf(routes);
        this.channel = channel;
        this.problems = problems;
    }

    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            answer(response, call(request));
        } catch (RuntimeException failure) {
            problems.write(response, Problem.of(failure));
        }
    }

    private Message call(HttpServletRequest request) throws IOException {
        for (HttpRoute route : routes) {
            Optional<Map<String, String>> path = route.match(request.getMethod(), request.getRequestURI());
            if (path.isPresent()) {
                Message message = message(route, path.get(), request);
                return ClientCalls.blockingUnaryCall(authorized(request), route.call(), CallOptions.DEFAULT, message);
            }
        }
        throw Rejected.of(
                Reason.ROUTE_NOT_FOUND, "%s %s: no such route".formatted(request.getMethod(), request.getRequestURI()));
    }

    /** The caller's key goes along as gRPC metadata, so that one interceptor judges both doors. */
    private Channel authorized(HttpServletRequest request) {
        Metadata headers = new Metadata();
        String authorization = request.getHeader("authorization");
        if (authorization != null) {
            headers.put(AUTHORIZATION, authorization);
        }
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static Message message(HttpRoute route, Map<String, String> path, HttpServletRequest request)
            throws IOException {
        Message.Builder message = route.newRequest();
        if (route.hasBody()) {
            JsonMessages.mergeBody(RawBody.read(request, BODY_SIZE_MAX), message);
        } else {
            JsonMessages.mergeFields(query(request), message);
        }
        JsonMessages.mergeFields(path, message);
        takeIdempotencyKey(request.getHeader("idempotency-key"), message);
        return message.build();
    }

    private static Map<String, String> query(HttpServletRequest request) {
        Map<String, String> fields = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> {
            if (values.length != 1) {
                throw Rejected.field(Reason.FIELD_INVALID, name, "given " + values.length + " times", "once");
            }
            fields.put(name, values[0]);
        });
        return fields;
    }

    /** Where a request has a {@code request_id} and the body named none, the header is it; elsewhere ids are natural. */
    private static void takeIdempotencyKey(@Nullable String key, Message.Builder message) {
        FieldDescriptor requestId = message.getDescriptorForType().findFieldByName("request_id");
        if (key != null && requestId != null && "".equals(message.getField(requestId))) {
            message.setField(requestId, key);
        }
    }

    private void answer(HttpServletResponse response, Message message) throws IOException {
        if (message instanceof CheckQuotaResponse check && !check.getAllowed()) {
            problems.write(response, Denial.toProblem(check));
            return;
        }
        if (message instanceof ReserveQuotaResponse reserve && !reserve.getGranted()) {
            problems.write(response, Denial.toProblem(reserve));
            return;
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(JsonMessages.print(message));
    }
}
