package dev.tallygate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.Together;
import dev.tallygate.operation.Mode;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyRegistryTest {

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final ApiKey.Grant INGEST = new ApiKey.Grant("gateway", Set.of(Scope.INGEST), null);

    private final SettableClock clock = SettableClock.at("2026-03-11T12:00:00Z");
    private final ApiKeyRegistry registry = new ApiKeyRegistry(DATABASE.jdbcClient(), Mode.TEST, clock);

    @BeforeEach
    void emptyDatabase() {
        DATABASE.clear();
    }

    @Test
    void aKeyIsRecognisedWithItsScopes() {
        NewApiKey made = registry.create(new ApiKey.Grant("both", Set.of(Scope.INGEST, Scope.CHECK), null), null);

        Authentication answer = registry.authenticate(made.shownOnce().orElseThrow());

        assertThat(answer)
                .isEqualTo(new Authentication.Caller(made.apiKey().keyId(), Set.of(Scope.INGEST, Scope.CHECK), null));
        assertThat(made.secret()).matches("tg_test_[0-9a-f]{16}_[0-9a-f]{64}");
    }

    @Test
    @DisplayName("invariant 13: no key is in clear in the database or in a printed object")
    void aKeyIsNotInTheDatabase() {
        NewApiKey made = registry.create(INGEST, "request-1");
        String random = made.shownOnce().orElseThrow().substring("tg_test_".length() + 17);

        String row = DATABASE.jdbcClient()
                .sql("""
                        select concat_ws('|', key_id, name, hex(key_hash), key_hash, scopes, customer_id, request_id)
                        from api_keys
                        """)
                .query((found, number) -> found.getString(1))
                .single();
        assertThat(row).doesNotContainIgnoringCase(random);
        assertThat(made.toString()).doesNotContain(random);
        assertThat(registry.list("", 10).toString()).doesNotContain(random);
    }

    @Test
    void aSecondRevocationKeepsTheFirstTime() {
        String keyId = registry.create(INGEST, null).apiKey().keyId();
        ApiKey first = registry.revoke(keyId);
        clock.set("2026-05-01T00:00:00Z");

        assertThat(registry.revoke(keyId)).isEqualTo(first);
        assertThatThrownBy(() -> registry.revoke("nobody"))
                .satisfies(thrown -> hasReason(thrown, Reason.API_KEY_NOT_FOUND));
    }

    @Test
    void noKeyWrongKeysAndKeysOfLiveModeAreToldApart() {
        NewApiKey made = registry.create(INGEST, null);
        String secret = made.shownOnce().orElseThrow();

        assertThat(reason(null)).isEqualTo(Reason.API_KEY_MISSING);
        assertThat(reason(" ")).isEqualTo(Reason.API_KEY_MISSING);
        assertThat(reason(secret.substring(0, secret.length() - 1))).isEqualTo(Reason.API_KEY_INVALID);
        assertThat(reason(secret + "x")).isEqualTo(Reason.API_KEY_INVALID);
        assertThat(reason("tg_test_" + "x".repeat(100_000))).isEqualTo(Reason.API_KEY_INVALID);
        assertThat(reason("sk_test_1")).isEqualTo(Reason.API_KEY_INVALID);
        assertThat(reason(secret.replace("tg_test_", "tg_live_"))).isEqualTo(Reason.MODE_MISMATCH);
    }

    @Test
    void theSameRequestMakesOneKeyAndShowsItOnce() {
        NewApiKey first = registry.create(INGEST, "request-1");
        NewApiKey again = registry.create(INGEST, "request-1");

        assertThat(again.apiKey()).isEqualTo(first.apiKey());
        assertThat(again.shownOnce()).isEmpty();
        assertThat(registry.list("", 10)).hasSize(1);
        assertThatThrownBy(() -> registry.create(new ApiKey.Grant("other", Set.of(Scope.CHECK), null), "request-1"))
                .satisfies(thrown -> hasReason(thrown, Reason.IDEMPOTENCY_MISMATCH));
    }

    @Test
    void theSameRequestSentEightTimesAtOnceMakesOneKey() {
        List<NewApiKey> all = Together.run(8, number -> registry.create(INGEST, "request-1"));

        assertThat(all.stream().map(NewApiKey::apiKey).distinct()).hasSize(1);
        assertThat(all.stream().filter(made -> made.shownOnce().isPresent())).hasSize(1);
    }

    @Test
    void anAdminKeyIsNeverBound() {
        customer("acme");

        assertThatThrownBy(() -> registry.create(new ApiKey.Grant("root", Set.of(Scope.ADMIN), "acme"), null))
                .satisfies(thrown -> hasReason(thrown, Reason.FIELD_INVALID));
    }

    @Test
    void aBoundKeySeesItsCustomerOnly() {
        customer("acme");
        NewApiKey made = registry.create(new ApiKey.Grant("acme", Set.of(Scope.CHECK), "acme"), null);

        Authentication.Caller caller =
                (Authentication.Caller) registry.authenticate(made.shownOnce().orElseThrow());

        assertThat(caller.sees("acme")).isTrue();
        assertThat(caller.sees("globex")).isFalse();
        assertThat(caller.may(Scope.INGEST)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "with blank"})
    void aKeyIsNotBoundToACustomerThatDoesNotExist(String customerId) {
        assertThatThrownBy(() -> registry.create(new ApiKey.Grant("x", Set.of(Scope.CHECK), customerId), null))
                .isInstanceOf(Rejected.class);
        assertThat(registry.list("", 10)).isEmpty();
    }

    @Test
    void aListGoesOnAfterTheLastKeyOfThePage() {
        for (int i = 0; i < 5; i++) {
            registry.create(INGEST, null);
        }

        List<ApiKey> page = registry.list("", 3);
        List<ApiKey> rest = registry.list(page.getLast().keyId(), 3);

        assertThat(page).hasSize(3);
        assertThat(rest).hasSize(2).doesNotContainAnyElementsOf(page);
    }

    private Reason reason(@Nullable String key) {
        return ((Authentication.Refused) registry.authenticate(key)).reason();
    }

    private static void customer(String customerId) {
        DATABASE.jdbcClient().sql("""
                        insert into customers (customer_id, name, email, currency, provider, status, created_time,
                          updated_time)
                        values (:customerId, '', '', 'USD', 'stripe', 'ACTIVE', now(6), now(6))
                        """).param("customerId", customerId).update();
    }

    private static void hasReason(Throwable thrown, Reason reason) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(reason));
    }
}
