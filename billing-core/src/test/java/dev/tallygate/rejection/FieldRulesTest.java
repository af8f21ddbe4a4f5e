package dev.tallygate.rejection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldRulesTest {

    @Test
    void anIdOf64VisibleBytesIsGivenBack() {
        String id = "!~" + "x".repeat(62);

        assertThat(FieldRules.id("customer_id", id)).isEqualTo(id);
    }

    @ParameterizedTest
    @DisplayName("section 5: an id is 1 to 64 bytes of 0x21-0x7E")
    @ValueSource(strings = {"", "trailing ", " leading", "a b", "tab\t", "é", "\u0000", "\u007f", "\ud83d\ude00"})
    void anIdWithAnotherByteIsRefused(String id) {
        assertThatThrownBy(() -> FieldRules.id("customer_id", id)).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo(Reason.FIELD_INVALID);
            assertThat(rejected.field()).contains("customer_id");
        });
    }

    @Test
    void anIdOf65BytesIsRefusedWithWhatIsExpected() {
        assertThatThrownBy(() -> FieldRules.id("event_id", "x".repeat(65)))
                .hasMessageContaining("event_id: xxx")
                .hasMessageContaining("expected: 1 to 64 visible ASCII characters");
    }

    @Test
    void aTextCountsCharactersAndNotBytes() {
        String naira = "\u20a6".repeat(200);

        assertThat(FieldRules.text("name", naira, 200)).isEqualTo(naira);
        assertThatThrownBy(() -> FieldRules.text("name", naira + "x", 200)).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\u0000b", "\ud83d"})
    void aTextThatWouldForgeLinesOrCannotBeStoredIsRefused(String text) {
        assertThatThrownBy(() -> FieldRules.text("name", text, 200)).isInstanceOf(Rejected.class);
    }

    @Test
    void aMessageNeverCarriesControlCharactersOrAWholeNovel() {
        Rejected control = Rejected.field(Reason.FIELD_INVALID, "name", "a\u001b[31m\n", "words");
        Rejected novel = Rejected.field(Reason.FIELD_INVALID, "name", "x".repeat(5_000), "words");

        assertThat(control.getMessage()).isEqualTo("name: \"a\\u001b[31m\\u000a\" (expected: words)");
        assertThat(novel.getMessage()).hasSizeLessThan(200);
    }

    @Test
    void everyReasonHasASentence() {
        assertThat(Arrays.stream(Reason.values()).map(Reason::sentence)).allMatch(text -> text.endsWith("."));
    }
}
