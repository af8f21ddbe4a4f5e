package dev.tallygate.rig.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallygate.rig.RigFailed;
import java.util.List;
import org.junit.jupiter.api.Test;

class WishTest {
    private static final List<String> ALL = List.of("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R9");

    @Test
    void noneNamedMeansAllOnADatabaseOfTheDrillsOwn() {
        Wish wish = Wish.of(List.of(), Site.Server.OWN);

        assertEquals(ALL, names(wish.exercises()));
        assertEquals(List.of(), wish.leftOut());
        assertEquals(Size.SMALL, wish.size());
        assertFalse(wish.control());
    }

    @Test
    void onAGivenDatabaseThoseThatHurtItAreLeftOut() {
        Wish wish = Wish.of(List.of("--full", "--control"), Site.Server.GIVEN);

        assertEquals(List.of("R1", "R4", "R5", "R6", "R7", "R9"), names(wish.exercises()));
        assertEquals(List.of("R2", "R3"), names(wish.leftOut()));
        assertEquals(Size.FULL, wish.size());
        assertTrue(wish.control());
    }

    @Test
    void onAGivenDatabaseThoseThatHurtItAreRefusedByName() {
        RigFailed refused = assertThrows(RigFailed.class, () -> Wish.of(List.of("r3", "r4", "r2"), Site.Server.GIVEN));

        assertEquals(
                "drill: R3, R2: the database's process is killed or frozen, and that of TALLYGATE_DB_URL is not the"
                        + " drills' own (expected: no TALLYGATE_DB_URL)",
                refused.getMessage());
        assertEquals(
                List.of("R4"), names(Wish.of(List.of("r4"), Site.Server.GIVEN).exercises()));
    }

    private static List<String> names(List<Exercise> exercises) {
        return exercises.stream().map(Exercise::name).toList();
    }
}
