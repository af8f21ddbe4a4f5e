package dev.tallygate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.Together;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InstallationBookTest {

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private final InstallationBook book =
            new InstallationBook(DATABASE.jdbcClient(), SettableClock.at("2026-03-11T12:00:00.1234567Z"));

    @BeforeEach
    void emptyDatabase() {
        DATABASE.clear();
    }

    @Test
    void theFirstStartGivesAnIdentityThatLaterStartsKeep() {
        Installation first = book.open(Mode.TEST);

        assertThat(book.open(Mode.TEST)).isEqualTo(first);
        assertThat(first.installationId()).hasSize(36);
    }

    @Test
    void anotherModeIsRefusedWithASentence() {
        book.open(Mode.LIVE);

        assertThatThrownBy(() -> book.open(Mode.TEST)).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo(Reason.MODE_MISMATCH);
            assertThat(rejected).hasMessageStartingWith("TALLYGATE_MODE: test (expected: live");
        });
    }

    @Test
    void eightFirstStartsAtOnceAgreeOnOneIdentity() {
        List<Installation> all = Together.run(8, number -> book.open(Mode.TEST));

        assertThat(all).containsOnly(all.getFirst());
    }
}
