package dev.tallygate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.Together;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ParkedBookTest {

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final Parked.ParkedKey KEY = new Parked.ParkedKey(7, "period:2026-03");

    private final SettableClock clock = SettableClock.at("2026-04-01T01:00:00Z");
    private final List<String> mended = Collections.synchronizedList(new ArrayList<>());
    private final ParkedBook book = new ParkedBook(
            DATABASE.jdbcClient(), DATABASE.transactions(), () -> List.of(new PeriodMending(mended)), clock);

    /** Writes down what it is asked to mend; a figure of 99 cannot be waived. */
    private record PeriodMending(List<String> mended) implements Mending {
        @Override
        public Parked.Kind kind() {
            return Parked.Kind.PERIOD;
        }

        @Override
        public void retry(Parked parked) {
            mended.add("retry " + parked.key().parkedId());
        }

        @Override
        public void waive(Parked parked) {
            if (parked.cause().throughSeq() == 99) {
                throw Rejected.of(Reason.PARKED_STATE, "99 cannot be waived");
            }
            mended.add("waive through " + parked.cause().throughSeq());
        }
    }

    @BeforeEach
    void emptyDatabase() {
        DATABASE.clear();
    }

    @Test
    void theSameThingIsParkedOnceWithItsLatestCause() {
        book.park(parked(Parked.Kind.PERIOD, 3));
        clock.advance(Duration.ofHours(1));
        book.park(parked(Parked.Kind.PERIOD, 5));

        assertThat(book.open(10)).singleElement().satisfies(parked -> {
            assertThat(parked.cause().throughSeq()).isEqualTo(5);
            assertThat(parked.parkedTime()).isEqualTo(Instant.parse("2026-04-01T01:00:00Z"));
        });
    }

    @Test
    void waivingMendsOnceAndEndsTheEntry() {
        book.park(parked(Parked.Kind.PERIOD, 3));

        Parked waived = book.waive(KEY);

        assertThat(waived.state()).isEqualTo(Parked.State.WAIVED);
        assertThat(mended).containsExactly("waive through 3");
        assertThat(book.open(10)).isEmpty();
        assertThatThrownBy(() -> book.waive(KEY)).satisfies(thrown -> hasReason(thrown, Reason.PARKED_STATE));
    }

    @Test
    @DisplayName("section 5: a later unpriced row parks a waived period again")
    void aWaivedThingThatIsParkedAgainIsOpenFromThen() {
        book.park(parked(Parked.Kind.PERIOD, 3));
        book.waive(KEY);
        clock.advance(Duration.ofHours(1));

        book.park(parked(Parked.Kind.PERIOD, 8));

        assertThat(book.open(10)).singleElement().satisfies(parked -> {
            assertThat(parked.parkedTime()).isEqualTo(Instant.parse("2026-04-01T02:00:00Z"));
            assertThat(parked.ended()).isEmpty();
        });
    }

    @Test
    void whatCannotBeWaivedStaysOpen() {
        book.park(parked(Parked.Kind.PERIOD, 99));

        assertThatThrownBy(() -> book.waive(KEY)).hasMessage("99 cannot be waived");

        assertThat(book.open(10)).hasSize(1);
    }

    @Test
    void whatNobodyMendsStaysOpen() {
        book.park(parked(Parked.Kind.PAYMENT, 0));

        assertThatThrownBy(() -> book.retry(KEY)).satisfies(thrown -> hasReason(thrown, Reason.PARKED_STATE));

        assertThat(book.open(10)).hasSize(1);
    }

    @Test
    void ofFourThatRetryAtOnceOneMends() {
        book.park(parked(Parked.Kind.PERIOD, 3));

        List<Boolean> all = Together.run(4, number -> {
            try {
                book.retry(KEY);
                return true;
            } catch (Rejected alreadyEnded) {
                return false;
            }
        });

        assertThat(all).containsOnlyOnce(true);
        assertThat(mended).containsExactly("retry period:2026-03");
    }

    @Test
    void whatWasNeverParkedIsNotFound() {
        assertThatThrownBy(() -> book.retry(KEY)).satisfies(thrown -> hasReason(thrown, Reason.PARKED_NOT_FOUND));
    }

    @Test
    void resolvingEndsAnOpenEntryAndNoOther() {
        book.park(parked(Parked.Kind.PERIOD, 3));

        book.resolve(KEY);
        book.resolve(new Parked.ParkedKey(7, "other"));

        assertThat(book.find(KEY).orElseThrow().state()).isEqualTo(Parked.State.RESOLVED);
    }

    private Parked parked(Parked.Kind kind, long throughSeq) {
        return Parked.open(
                KEY,
                new Parked.Cause(kind, "UNPRICED", "2 models without a price", "./tallygate parked waive", throughSeq),
                clock.instant());
    }

    private static void hasReason(Throwable thrown, Reason reason) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(reason));
    }
}
