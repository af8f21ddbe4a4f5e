package dev.tallygate.server.http;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.util.UriUtils;

/** One RPC as its {@code google.api.http} option puts it under a method and a path. */
final class HttpRoute {
    private static final Pattern PATH_FIELD = Pattern.compile("\\{([a-z_]+)}");

    private final String httpMethod;
    private final Pattern path;
    private final List<String> pathFields = new ArrayList<>();
    private final boolean hasBody;
    private final MethodDescriptor<Message, Message> call;

    private HttpRoute(String httpMethod, String template, boolean hasBody, MethodDescriptor<Message, Message> call) {
        this.httpMethod = httpMethod;
        this.path = pathPattern(template);
        this.hasBody = hasBody;
        this.call = call;
    }

    /** The routes of a service, in the order of its RPCs; RPCs without the option have none. */
    static List<HttpRoute> of(ServerServiceDefinition service) {
        return service.getMethods().stream()
                .map(method -> of(method.getMethodDescriptor()))
                .flatMap(Optional::stream)
                .toList();
    }

    @SuppressWarnings("unchecked") // every call of this server is made of protobuf messages
    private static Optional<HttpRoute> of(MethodDescriptor<?, ?> call) {
        if (!(call.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema)) {
            return Optional.empty();
        }
        HttpRule rule = schema.getMethodDescriptor().getOptions().getExtension(AnnotationsProto.http);
        var messages = (MethodDescriptor<Message, Message>) call;
        return switch (rule.getPatternCase()) {
            case GET -> Optional.of(new HttpRoute("GET", rule.getGet(), false, messages));
            case POST -> Optional.of(new HttpRoute("POST", rule.getPost(), true, messages));
            case PATTERN_NOT_SET -> Optional.empty();
            case PUT, DELETE, PATCH, CUSTOM ->
                throw new IllegalStateException(call.getFullMethodName() + ": only get and post are served");
        };
    }

    /** A literal template with fields in braces, each of which is one path segment. */
    private Pattern pathPattern(String template) {
        Matcher fields = PATH_FIELD.matcher(template);
        StringBuilder regex = new StringBuilder();
        int end = 0;
        while (fields.find()) {
            regex.append(Pattern.quote(template.substring(end, fields.start()))).append("([^/]+)");
            pathFields.add(fields.group(1));
            end = fields.end();
        }
        return Pattern.compile(regex + Pattern.quote(template.substring(end)));
    }

    /** The decoded fields of a raw path, or nothing if the path or the method is not this route's. */
    Optional<Map<String, String>> match(String method, String rawPath) {
        Matcher matcher = path.matcher(rawPath);
        if (!httpMethod.equals(method) || !matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < pathFields.size(); i++) {
            fields.put(pathFields.get(i), UriUtils.decode(matcher.group(i + 1), StandardCharsets.UTF_8));
        }
        return Optional.of(fields);
    }

    boolean hasBody() {
        return hasBody;
    }

    MethodDescriptor<Message, Message> call() {
        return call;
    }

    /** An empty request message. */
    Message.Builder newRequest() {
        var marshaller = (PrototypeMarshaller<Message>) call.getRequestMarshaller();
        Message prototype = marshaller.getMessagePrototype();
        if (prototype == null) {
            throw new IllegalStateException(call.getFullMethodName() + ": its marshaller knows no prototype");
        }
        return prototype.newBuilderForType();
    }
}
