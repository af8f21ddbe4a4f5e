package dev.tallygate.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds each malformed plan of {@code plans/refused.txt} against the sentences that its writer gets. */
class PlanInvalidTest {

    private static final String CASE = "### ";
    private static final String SENTENCE = ">>> ";

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void isRefusedWithItsLines(String what, String yaml, List<String> sentences) {
        PlanInvalid refusal = catchThrowableOfType(PlanInvalid.class, () -> PlanParser.parse(yaml));

        assertThat(refusal).as("%s:%n%s", what, yaml).isNotNull();
        assertThat(refusal.findings()).extracting(PlanInvalid.Finding::message).containsExactlyElementsOf(sentences);
    }

    static Stream<Arguments> refused() throws IOException {
        try (InputStream file = PlanInvalidTest.class.getResourceAsStream("/plans/refused.txt")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("(?m)^" + CASE)).skip(1).map(PlanInvalidTest::toArguments);
        }
    }

    private static Arguments toArguments(String section) {
        int title = section.indexOf('\n');
        int sentences = section.indexOf(SENTENCE, title);
        List<String> expected = section.substring(sentences)
                .lines()
                .filter(line -> line.startsWith(SENTENCE))
                .map(line -> line.substring(SENTENCE.length()))
                .toList();
        return Arguments.of(section.substring(0, title), section.substring(title + 1, sentences), expected);
    }

    @Test
    void theTableIsRead() throws IOException {
        assertThat(refused()).hasSizeGreaterThanOrEqualTo(90);
    }

    @Test
    void everythingWrongIsToldAtOnceInTheOrderOfLines() {
        PlanInvalid refusal = catchThrowableOfType(PlanInvalid.class, () -> PlanParser.parse("""
                plan: p
                grace: soon
                currency: USX
                charges:
                  - {id: c, meter: requests, per: 0, price: -1}
                """));

        assertThat(refusal.findings()).extracting(PlanInvalid.Finding::line).isEqualTo(List.of(2, 3, 5, 5));
        assertThat(refusal.getMessage())
                .isEqualTo(refusal.findings().stream()
                        .map(PlanInvalid.Finding::message)
                        .collect(Collectors.joining("\n")));
    }
}
