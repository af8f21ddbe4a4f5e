package dev.tallygate.batch.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            acme                    | acme
            acme-{line % 40}        | acme-1
            {line}                  | 41
            {line%40}               | 1
            {line % 3: a b c}       | c
            {line % 3: a, b, c}     | c
            {tenant}                | globex
            {tenant}/{ request id } | globex/r-7
            x{tenant}y{line}z       | xglobexy41z
            {absent}                | ''
            """)
    void aTemplateIsTextWithPartsOfTheLine(String template, String text) {
        UsageLine line = UsageLine.of(41, Map.of("tenant", "globex", "request id", "r-7"));

        assertThat(Template.parse(template).of(line)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            acme-{line % 40      | in braces that close
            acme-}               | in braces that close
            {line % 3: a b}      | 2 words (expected: 3)
            """)
    void aMalformedTemplateIsRefusedWithWhatIsExpected(String template, String sentence) {
        assertThatThrownBy(() -> Template.parse(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }
}
