package dev.tallygate.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class RealAccountTest {
    @Test
    void aTestKeyIsTakenWhereItIsWanted() {
        assertThat(key(true, Map.of("KEY", "sk_test_1"))).isEqualTo("sk_test_1");
    }

    @Test
    void nothingIsAskedUnlessItIsWantedWithAKeyOfARealAccount() {
        assertThatThrownBy(() -> key(false, Map.of("KEY", "sk_test_1")))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("-Dtallygate.accounts=true");
        assertThatThrownBy(() -> key(true, Map.of()))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("KEY is not set");
        assertThatThrownBy(() -> key(true, Map.of("KEY", "sk_test_1", "BASE", "http://127.0.0.1:12111")))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("BASE points at a local provider");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk_live_1", "rk_live_1", "pk_test_1", "sk_test"})
    void aLiveKeyIsRefusedAndNeverRepeated(String key) {
        assertThatThrownBy(() -> key(true, Map.of("KEY", key)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("KEY is no test key")
                .hasMessageNotContaining("_1");
    }

    private static String key(boolean isWanted, Map<String, String> environment) {
        return RealAccount.testKey("KEY", "BASE", isWanted, environment);
    }
}
