package dev.tallygate.rig.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallygate.rig.RigFailed;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WishTest {
    @Test
    void withoutWordsItIsTheFullTable() {
        assertEquals(
                new Wish(
                        Wish.Size.FULL,
                        EnumSet.allOf(Wish.Part.class),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Wish.of(List.of()));
    }

    @Test
    void optionsStandInAnyOrder() {
        Wish wish = Wish.of(List.of(
                "--seconds", "9", "--open-loop", "--rate", "500", "--rows", "20000", "--quick", "--customers", "300"));

        assertEquals(
                new Wish(
                        Wish.Size.QUICK,
                        Set.of(Wish.Part.OPEN_LOOP),
                        Optional.of(300),
                        Optional.of(20_000L),
                        Optional.of(500L),
                        Optional.of(9L)),
                wish);
        assertEquals(300, Pace.of(wish).customers());
        assertEquals(20_000, Pace.of(wish).rows());
        assertEquals(Duration.ofSeconds(9), Pace.of(wish).open());
    }

    @Test
    void onlySomePartsAreMeasuredAndFilledFor() {
        Wish wish = Wish.of(List.of("--only", "reserve,bytes"));

        assertEquals(Set.of(Wish.Part.RESERVE, Wish.Part.BYTES), wish.parts());
        assertFalse(wish.wantsEvents());
        assertTrue(Wish.of(List.of("--only", "reserve", "--rows", "10000")).wantsEvents());
        assertTrue(Wish.of(List.of("--only", "bill")).wantsEvents());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--fast",
                "--rows",
                "--rows 9999",
                "--rows many",
                "--customers 99",
                "--only",
                "--only rates",
                "--rate 0",
                "--seconds 86401"
            })
    void whatIsNotUnderstoodIsRefused(String words) {
        assertThrows(RigFailed.class, () -> Wish.of(List.of(words.split(" "))));
    }
}
