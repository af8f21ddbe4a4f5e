package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.operation.Mode;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeKeysTest {
    @ParameterizedTest
    @CsvSource({"sk_test_abc, TEST", "rk_test_abc, TEST", "sk_live_abc, LIVE", "rk_live_abc, LIVE"})
    void aKeyOfTheModeIsTaken(String key, Mode mode) {
        assertThatCode(() -> StripeKeys.check(key, mode)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"sk_live_secret, TEST", "sk_test_secret, LIVE", "pk_test_secret, TEST", "whsec_secret, TEST"})
    void anyOtherIsRefusedWithoutBeingRepeated(String key, Mode mode) {
        assertThatThrownBy(() -> StripeKeys.check(key, mode))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        refused -> org.assertj.core.api.Assertions.assertThat(refused.reason())
                                .isEqualTo(Reason.MODE_MISMATCH))
                .hasMessageContaining("STRIPE_API_KEY")
                .hasMessageNotContaining("secret_")
                .hasMessageNotContaining(key);
    }
}
