package dev.tallygate.batch.cli;

import dev.tallygate.catalog.PlanInvalid;
import dev.tallygate.rejection.Rejected;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What a person reads when a command fails: sentences for what can be mended, the stack for a bug. */
final class Failures implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        Optional<String> sentence =
                causes(failure).flatMap(cause -> sentence(cause).stream()).findFirst();
        if (sentence.isPresent()) {
            err.println(sentence.get());
        } else {
            err.println("This is a bug. Please report it with these lines:");
            failure.printStackTrace(err);
        }
        return ExitCodes.FAILED;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }

    private static Optional<String> sentence(Throwable cause) {
        return switch (cause) {
            case Rejected rejected -> Optional.of(rejected.reason() + ": " + rejected.getMessage());
            case PlanInvalid invalid -> Optional.of("PLAN_INVALID:\n" + invalid.getMessage());
            case UncheckedIOException unreadable -> Optional.of(reason(unreadable));
            case SQLException lost when isConnection(lost) -> Optional.of(unavailable(lost));
            case IllegalArgumentException setting when isSetting(setting) -> Optional.of(firstLine(setting));
            default -> Optional.empty();
        };
    }

    private static String reason(UncheckedIOException unreadable) {
        Throwable cause = unreadable.getCause();
        return firstLine(unreadable)
                + (cause == null ? "" : ": " + cause.getClass().getSimpleName());
    }

    private static boolean isConnection(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("28"));
    }

    private static String unavailable(SQLException lost) {
        return "DATABASE_UNAVAILABLE: the database of TALLYGATE_DB_URL does not answer: " + firstLine(lost);
    }

    /** Settings say what they expect, in words that begin with the variable. */
    private static boolean isSetting(IllegalArgumentException failure) {
        return firstLine(failure).matches("(TALLYGATE_|STRIPE_|PAYSTACK_|tallygate\\.).*");
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
