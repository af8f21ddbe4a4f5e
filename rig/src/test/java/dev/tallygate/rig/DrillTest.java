package dev.tallygate.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Every drill, as {@code ./tallygate drill} runs it: on the product, and on the server that is wrong. */
@EnabledIfEnvironmentVariable(named = "TALLYGATE_E2E", matches = "true", disabledReason = "needs ./tallygate test")
class DrillTest {
    private static final boolean FULL = Boolean.getBoolean("tallygate.full");
    private static final Duration TIME_MAX = Duration.ofMinutes(FULL ? 60 : 20);
    private static final List<String> ALL = List.of("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R9");
    private static final Pattern PASSED = Pattern.compile("^(R[0-9]+) +PASS ");

    @TempDir
    static Path folder;

    private static Home home;

    @BeforeAll
    static void makeHome() {
        home = Home.empty(folder.resolve("home"));
        home.set("TALLYGATE_DRILL_HOME", folder.resolve("home").toString());
    }

    @AfterAll
    static void stop() {
        home.close();
    }

    @Test
    @DisplayName("invariants 1, 2 and 4 under kills, freezes, duplicates, crashed holders, overload and stops")
    void theProductStandsEveryDrill() {
        List<String> words = new ArrayList<>(List.of("drill"));
        if (FULL) {
            words.add("--full");
        }

        Home.Ended ended = run(words);

        assertEquals(ALL, passed(ended), ended.output());
        assertEquals(0, ended.code(), ended.output());
    }

    @Test
    @DisplayName("negative controls: each drill finds what is wrong with a server that is wrong")
    void everyDrillCanFail() {
        Home.Ended ended = run(List.of("drill", "--control"));

        assertEquals(ALL, passed(ended), ended.output());
        assertEquals(0, ended.code(), ended.output());
    }

    @Test
    void aDrillThatIsNotThereIsNamed() {
        Home.Ended ended = run(List.of("drill", "R99"));

        assertEquals(1, ended.code());
        assertEquals(
                List.of("The drills FAILED: drill: R99 (expected: R1, R2, R3, R4, R5, R6, R7, R9, --full, --control)"),
                ended.output().lines().filter(line -> line.contains("FAILED")).toList());
    }

    @Test
    void theDatabaseOfSomebodyElseIsNotKilled() {
        try (Home given = Home.empty(folder.resolve("given"))) {
            given.set("TALLYGATE_DRILL_HOME", folder.resolve("given").toString());
            given.set("TALLYGATE_DB_URL", "jdbc:mysql://127.0.0.1:1/tallygate");

            Home.Ended ended = given.end(given.start("drill", "R1", "R2"));

            assertEquals(1, ended.code());
            assertEquals(
                    List.of("The drills FAILED: drill: R2: the database's process is killed or frozen, and that of"
                            + " TALLYGATE_DB_URL is not the drills' own (expected: no TALLYGATE_DB_URL)"),
                    ended.output()
                            .lines()
                            .filter(line -> line.contains("FAILED"))
                            .toList());
        }
    }

    private static Home.Ended run(List<String> words) {
        return home.end(home.start(words.toArray(String[]::new)), TIME_MAX);
    }

    /** The drills whose line in the last table says that they passed. */
    private static List<String> passed(Home.Ended ended) {
        return ended.output()
                .lines()
                .map(PASSED::matcher)
                .filter(matcher -> matcher.find())
                .map(matcher -> matcher.group(1))
                .distinct()
                .toList();
    }
}
