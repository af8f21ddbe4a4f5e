package dev.tallygate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.SettableClock;
import dev.tallygate.SeverableDatabase;
import dev.tallygate.TestDatabase;
import dev.tallygate.access.Authentication.Caller;
import dev.tallygate.access.KeyMemory.Reading;
import dev.tallygate.operation.Mode;
import dev.tallygate.rejection.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is believed of a key without asking the database, and for how long. */
class KeyMemoryTest {

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final Authentication REFUSED = new Authentication.Refused(Reason.API_KEY_INVALID);

    private final SettableClock clock = SettableClock.at("2026-03-11T12:00:00Z");
    private final SeverableDatabase link = new SeverableDatabase(DATABASE.dataSource());
    private final ApiKeyRegistry server = new ApiKeyRegistry(JdbcClient.create(link), Mode.TEST, clock, 2);
    private final ApiKeyRegistry otherServer = new ApiKeyRegistry(DATABASE.jdbcClient(), Mode.TEST, clock, 2);

    @BeforeEach
    void emptyDatabase() {
        DATABASE.clear();
    }

    @Test
    void aKeyRevokedElsewhereIsRefusedWithinASecond() {
        NewApiKey key = newKey();
        assertThat(server.authenticate(key.secret())).isInstanceOf(Caller.class);
        otherServer.revoke(key.apiKey().keyId());

        clock.advance(Duration.ofMillis(999));
        assertThat(server.authenticate(key.secret())).isInstanceOf(Caller.class);

        clock.advance(Duration.ofMillis(1));
        assertThat(server.authenticate(key.secret())).isEqualTo(REFUSED);
    }

    @Test
    void aKeyRevokedHereIsRefusedAtOnce() {
        NewApiKey key = newKey();
        assertThat(server.authenticate(key.secret())).isInstanceOf(Caller.class);

        server.revoke(key.apiKey().keyId());

        assertThat(server.recognise(key.secret())).isEmpty();
        assertThat(server.authenticate(key.secret())).isEqualTo(REFUSED);
    }

    @Test
    void whatWasReadWhileAKeyWasRevokedIsNotBelieved() {
        KeyMemory memory = new KeyMemory(2);
        ByteBuffer hash = ByteBuffer.wrap(new byte[32]);
        Caller caller = new Caller("k1", Set.of(Scope.INGEST), null);
        Reading before = memory.begin(clock.instant());

        memory.forget("k1");
        memory.remember(hash, caller, before);

        assertThat(memory.find(hash, clock.instant())).isEmpty();
        memory.remember(hash, caller, memory.begin(clock.instant()));
        assertThat(memory.find(hash, clock.instant())).contains(caller);
    }

    @Test
    void aKeyInUseIsReadAgainBeforeItsMemoryEndsAndAnIdleOneIsForgotten() {
        String busy = newKey().secret();
        String idle = newKey().secret();
        server.authenticate(busy);
        server.authenticate(idle);
        server.recognise(busy);

        clock.advance(Duration.ofMillis(600));
        server.refresh();
        clock.advance(Duration.ofMillis(600));

        assertThat(server.recognise(busy)).isPresent();
        assertThat(server.recognise(idle)).isEmpty();
    }

    @Test
    void aKeyInUseThatWasRevokedElsewhereIsForgottenWhenItIsReadAgain() {
        NewApiKey key = newKey();
        server.authenticate(key.secret());
        server.recognise(key.secret());
        otherServer.revoke(key.apiKey().keyId());

        clock.advance(Duration.ofMillis(600));
        server.refresh();

        assertThat(server.recognise(key.secret())).isEmpty();
        assertThat(server.authenticate(key.secret())).isEqualTo(REFUSED);
    }

    @Test
    void aFloodOfWrongKeysNeitherFillsTheMemoryNorHidesANewKey() {
        String wrong = newKey().secret() + "0";
        for (int i = 0; i < 100; i++) {
            assertThat(server.authenticate(wrong + i)).isEqualTo(REFUSED);
        }
        String late = KeySecret.random(Mode.TEST).text();
        assertThat(server.authenticate(late)).isEqualTo(REFUSED);

        NewApiKey key = newKey();
        server.authenticate(key.secret());
        insertUnder(late, key);

        assertThat(server.recognise(key.secret())).isPresent();
        assertThat(server.authenticate(late)).isInstanceOf(Caller.class);
    }

    /** A second row whose key is the one that was refused before. */
    private static void insertUnder(String secret, NewApiKey like) {
        DATABASE.jdbcClient()
                .sql("""
                        insert into api_keys (key_id, name, key_hash, scopes, customer_id, request_id, created_time)
                        select 'late', name, :keyHash, scopes, customer_id, null, created_time
                        from api_keys
                        where key_id = :keyId
                        """)
                .param("keyHash", KeySecret.hash(secret))
                .param("keyId", like.apiKey().keyId())
                .update();
    }

    @Test
    void beyondItsBoundKeysAreReadForEachCall() {
        newKeysRemembered(2);
        String third = newKey().secret();

        assertThat(server.authenticate(third)).isInstanceOf(Caller.class);

        assertThat(server.recognise(third)).isEmpty();
        clock.advance(KeyMemory.BELIEVED);
        server.refresh();
        server.authenticate(third);
        assertThat(server.recognise(third)).isPresent();
    }

    private void newKeysRemembered(int count) {
        for (int i = 0; i < count; i++) {
            String secret = newKey().secret();
            server.authenticate(secret);
            assertThat(server.recognise(secret)).isPresent();
        }
    }

    @Test
    void whileTheDatabaseIsAwayAMemoryEndsLikeAnyOther() {
        String key = newKey().secret();
        server.authenticate(key);
        server.recognise(key);
        link.setAway(true);

        clock.advance(Duration.ofMillis(600));
        assertThatThrownBy(server::refresh).isInstanceOf(DataAccessException.class);
        assertThat(server.authenticate(key)).isInstanceOf(Caller.class);
        clock.advance(Duration.ofMillis(400));

        assertThat(server.recognise(key)).isEmpty();
        assertThatThrownBy(() -> server.authenticate(key)).isInstanceOf(DataAccessException.class);
    }

    @Test
    void aClockThatIsSetBackEndsTheBelief() {
        String key = newKey().secret();
        server.authenticate(key);

        clock.set("2026-03-11T11:59:59.999Z");

        assertThat(server.recognise(key)).isEmpty();
    }

    @Test
    void whatIsRefusedByItsFormNeedsNoDatabase() {
        link.setAway(true);

        assertThat(server.recognise(null)).contains(new Authentication.Refused(Reason.API_KEY_MISSING));
        assertThat(server.recognise("tg_live_1")).contains(new Authentication.Refused(Reason.MODE_MISMATCH));
        assertThat(server.recognise("sk_test_1")).contains(REFUSED);
        assertThat(server.recognise("tg_test_1")).isEqualTo(Optional.empty());
    }

    private NewApiKey newKey() {
        return otherServer.create(new ApiKey.Grant("gateway", Set.of(Scope.INGEST), null), null);
    }
}
