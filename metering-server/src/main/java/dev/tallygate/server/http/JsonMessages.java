package dev.tallygate.server.http;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Protobuf's own JSON: snake_case out, both cases in, int64 as strings, unknown fields refused. */
final class JsonMessages {
    private static final Pattern UNKNOWN_FIELD = Pattern.compile("Cannot find field: (\\S+) in message (\\S+)");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonFormat.Parser PARSER = JsonFormat.parser();
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer()
            .preservingProtoFieldNames()
            .alwaysPrintFieldsWithNoPresence()
            .omittingInsignificantWhitespace();

    private JsonMessages() {}

    static String print(Message message) {
        try {
            return PRINTER.print(message);
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException("a message of our own does not print", impossible);
        }
    }

    /** Merges a UTF-8 body; an empty one is an empty message. */
    static void mergeBody(byte[] body, Message.Builder into) {
        String text = decoded(body);
        if (!text.isBlank()) {
            merge(text, into);
        }
    }

    /** Merges fields of a path or a query; a text stands for a number, a time or an enum as in JSON. */
    static void mergeFields(Map<String, String> fields, Message.Builder into) {
        if (!fields.isEmpty()) {
            merge(JSON.writeValueAsString(fields), into);
        }
    }

    private static void merge(String json, Message.Builder into) {
        try {
            PARSER.merge(json, into);
        } catch (InvalidProtocolBufferException malformed) {
            throw refusal(String.valueOf(malformed.getMessage()), into.getDescriptorForType());
        }
    }

    private static Rejected refusal(String message, Descriptor type) {
        Matcher unknown = UNKNOWN_FIELD.matcher(message);
        if (!unknown.find()) {
            return Rejected.field(Reason.FIELD_INVALID, "body", message, "JSON of " + type.getName());
        }
        Descriptor owner = find(type, unknown.group(2));
        String names = owner.getFields().stream().map(FieldDescriptor::getName).collect(Collectors.joining(", "));
        return Rejected.field(
                Reason.FIELD_INVALID, unknown.group(1), "no field of " + owner.getName(), "one of " + names);
    }

    private static Descriptor find(Descriptor root, String fullName) {
        return root.getFile().getMessageTypes().stream()
                .filter(type -> type.getFullName().equals(fullName))
                .findFirst()
                .or(() -> root.getFile().getDependencies().stream()
                        .flatMap(file -> file.getMessageTypes().stream())
                        .filter(type -> type.getFullName().equals(fullName))
                        .findFirst())
                .orElse(root);
    }

    private static String decoded(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw Rejected.field(Reason.FIELD_INVALID, "body", "other bytes", "UTF-8");
        }
    }
}
