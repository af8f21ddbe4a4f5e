package dev.tallygate.server.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallygate.quota.DenyReason;
import dev.tallygate.rejection.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/errors.md equal to the code. */
class ErrorsPageTest {
    private static final Pattern REASON_ROW = Pattern.compile("\\| [A-Z_]+ \\|.*\\| [A-Z_]+ \\| \\d{3} \\|.*");
    private static final Pattern DENIAL_ROW = Pattern.compile("\\| [A-Z_]+ \\| \\d{3} \\|.*");

    @Test
    void everyReasonHasItsRowWithItsCodesAndItsMeaning() throws IOException {
        List<String> expected = Arrays.stream(Reason.values())
                .map(reason -> row(
                        reason.name(),
                        WireStatus.of(reason).grpcCode().name(),
                        Integer.toString(WireStatus.of(reason).httpStatus()),
                        reason.sentence()))
                .sorted()
                .toList();

        List<String> written = rows(REASON_ROW).stream()
                .map(cells -> row(cells.get(1), cells.get(3), cells.get(4), cells.get(5)))
                .sorted()
                .toList();

        assertEquals(String.join("\n", expected), String.join("\n", written));
    }

    @Test
    void everyDenyReasonHasItsRowWithItsStatus() throws IOException {
        List<String> expected = Arrays.stream(DenyReason.values())
                .map(reason -> reason.name() + " " + (reason.isMendedByPaying() ? 402 : 403))
                .sorted()
                .toList();

        List<String> written = rows(DENIAL_ROW).stream()
                .map(cells -> cells.get(1) + " " + cells.get(2))
                .sorted()
                .toList();

        assertEquals(expected, written);
    }

    private static List<List<String>> rows(Pattern shape) throws IOException {
        return Files.readAllLines(Path.of("../docs/errors.md")).stream()
                .filter(line -> shape.matcher(line).matches())
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
                .toList();
    }

    private static String row(String... cells) {
        return String.join(" | ", cells);
    }
}
