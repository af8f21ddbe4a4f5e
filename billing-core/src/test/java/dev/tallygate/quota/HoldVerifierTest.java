package dev.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.reservation.HoldVerifier;
import dev.tallygate.reservation.HoldVerifier.Difference;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is held is proved from the reservations that live, and a broken figure is named. */
class HoldVerifierTest {

    @RegisterExtension
    static final ReservationScene SCENE = ReservationScene.create();

    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            update held_totals set most = null                                      | held_totals of
            update held_totals set most = replace(most, '6', '7')                   | held_totals of
            update reservations set state = 'EXPIRED' where reservation_id = 'r1'   | held_totals of
            update reservations set state = 'EXPIRED' where reservation_id = 'r1'   | holds
            update customer_ledgers set holds = holds + 1                           | holds
            """)
    void aBrokenFigureIsNamed(String change, String what) {
        SCENE.reserve("r1", 6);
        SCENE.reserve("r2", 1);
        SCENE.use("e1", "r2", 1);
        assertThat(differences()).isEmpty();

        SCENE.database().jdbcTemplate().update(change);

        assertThat(differences()).extracting(Difference::what).anyMatch(named -> named.startsWith(what));
    }

    private static List<Difference> differences() {
        return SCENE.core().get(HoldVerifier.class).differences(SCENE.gateOf("acme"), MARCH);
    }
}
