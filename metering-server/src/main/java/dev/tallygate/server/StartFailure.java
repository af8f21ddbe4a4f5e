package dev.tallygate.server;

import dev.tallygate.rejection.Rejected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.server.PortInUseException;

/** Why a start ended, in one sentence that says what to change. */
final class StartFailure {
    private static final Pattern GRPC_ADDRESS = Pattern.compile("Failed to bind to address.*?:(\\d+)");

    /** How people set what Spring calls otherwise. */
    private static final Map<String, String> VARIABLES =
            Map.of("server.port", "TALLYGATE_HTTP_PORT", "spring.grpc.server.port", "TALLYGATE_GRPC_PORT");

    private final Throwable failure;

    private StartFailure(Throwable failure) {
        this.failure = failure;
    }

    static StartFailure of(Throwable failure) {
        return new StartFailure(failure);
    }

    /** To standard error; a stack trace only where nobody foresaw the failure. */
    void print() {
        sentence()
                .ifPresentOrElse(
                        text -> System.err.println("tallygate server: " + text),
                        () -> failure.printStackTrace(System.err));
    }

    /** The sentence of the outermost cause that has one. */
    Optional<String> sentence() {
        Throwable cause = failure;
        while (cause != null) {
            Optional<String> sentence = sentenceOf(cause);
            if (sentence.isPresent()) {
                return sentence;
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static Optional<String> sentenceOf(Throwable cause) {
        return switch (cause) {
            case PortInUseException http -> Optional.of(taken("HTTP", http.getPort(), "TALLYGATE_HTTP_PORT"));
            case SQLException database -> Optional.of(unreachable(database));
            case IOException grpc -> grpcAddress(grpc);
            case BindException setting -> Optional.of(setting(setting));
            case InvalidConfigurationPropertyValueException wrong ->
                Optional.of(wrongKind(wrong.getName(), wrong.getValue()));
            case UncheckedIOException unwritten -> Optional.ofNullable(unwritten.getMessage());
            case Rejected refused -> Optional.of(refused.getMessage());
            default -> Optional.empty();
        };
    }

    private static Optional<String> grpcAddress(IOException failure) {
        Matcher address = GRPC_ADDRESS.matcher(text(failure));
        return address.find()
                ? Optional.of(taken("gRPC", Integer.parseInt(address.group(1)), "TALLYGATE_GRPC_PORT"))
                : Optional.empty();
    }

    private static String taken(String door, int port, String variable) {
        return "port %d for %s is taken or not allowed: stop what listens there, or set %s to a free one"
                .formatted(port, door, variable);
    }

    /** The driver's message may go over several lines; its first one says what is wrong. */
    private static String unreachable(SQLException failure) {
        String first = text(failure).lines().findFirst().orElse("no reason given");
        return "the database does not answer (%s): start it, or set TALLYGATE_DB_URL to one that runs".formatted(first);
    }

    /** A check of a settings record says it best; a value of the wrong kind is named with the variable that set it. */
    private static String setting(BindException failure) {
        ConfigurationProperty property = failure.getProperty();
        if (property != null) {
            return wrongKind(failure.getName().toString(), property.getValue());
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return text(root);
    }

    private static String wrongKind(String name, @Nullable Object value) {
        return "%s: %s (expected: a value of another kind)".formatted(VARIABLES.getOrDefault(name, name), value);
    }

    private static String text(@Nullable Throwable failure) {
        return failure == null ? "" : String.valueOf(failure.getMessage());
    }
}
