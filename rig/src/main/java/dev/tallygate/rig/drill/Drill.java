package dev.tallygate.rig.drill;

import dev.tallygate.rig.DatabaseServer;
import dev.tallygate.rig.RigFailed;
import dev.tallygate.rig.Transcript;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code ./tallygate drill [R1 R2 ...] [--full] [--control]}: kills, freezes and overruns real processes, and counts.
 *
 * <p>Exit code 0 = no breach; with {@code --control}, where the naive server stands in for the product, 0 = every drill
 * caught it.
 */
public final class Drill {
    private Drill() {}

    /** Runs the drills and ends the process. */
    public static void main(String[] words) {
        String stamp = Instant.now().toString().replaceAll("[-:]|\\..*", "");
        Path launcher = Path.of(System.getProperty("tallygate.launcher"));
        Transcript transcript = new Transcript(
                launcher.toAbsolutePath().resolveSibling("reports").resolve("drill-" + stamp + "Z.txt"), System.out);
        int code;
        try {
            DatabaseServer.refuseLiveMode("the drills fill a database server");
            Path home = Path.of(System.getenv("TALLYGATE_HOME"));
            Site site = new Site(launcher, home, System.getenv().getOrDefault("TALLYGATE_DB_URL", ""), transcript);
            Wish wish = Wish.of(List.of(words), site.server());
            code = runAndStop(wish, site);
        } catch (RigFailed failed) {
            transcript.line("The drills FAILED: " + failed.getMessage());
            code = 1;
        }
        transcript.line("All of this is in " + transcript.file());
        System.exit(code);
    }

    private static int runAndStop(Wish wish, Site site) {
        try {
            return runAll(wish, site) ? 0 : 1;
        } finally {
            site.run(site.home(), Map.of(), "stop");
        }
    }

    private static boolean runAll(Wish wish, Site site) {
        List<String> results = new ArrayList<>();
        if (!wish.leftOut().isEmpty()) {
            results.add("left out: " + Wish.sentence(wish.leftOut()));
            site.transcript().line(results.getFirst());
        }
        boolean fine = true;
        for (Exercise exercise : wish.exercises()) {
            site.transcript()
                    .line("== " + exercise.name() + " " + exercise.title()
                            + (wish.control() ? ", by a server that is wrong: " + exercise.fault() : ""));
            long start = System.nanoTime();
            Findings findings = run(exercise, wish, site);
            boolean pass = wish.control() ? findings.isBreached(exercise.figureOfFault()) : findings.isClean();
            String line = "%-3s %s  %s, %.1f s  %s"
                    .formatted(
                            exercise.name(),
                            pass ? "PASS" : "FAIL",
                            findings.line(),
                            Duration.ofNanos(System.nanoTime() - start).toMillis() / 1_000.0,
                            verdict(findings, wish.control()));
            site.transcript().line(line.strip());
            results.add(line.strip());
            fine &= pass;
        }
        site.transcript().line("");
        results.forEach(site.transcript()::line);
        return fine;
    }

    private static Findings run(Exercise exercise, Wish wish, Site site) {
        Findings findings = new Findings();
        try (Ground ground = new Ground(site, exercise.name(), wish.size(), wish.control() ? exercise.fault() : null)) {
            exercise.run(ground, findings);
            if (findings.isClean() && site.server() == Site.Server.GIVEN) {
                ground.dropAtTheEnd();
            }
        } catch (RigFailed | StatusRuntimeException failed) {
            findings.require(false, "drill", String.valueOf(failed.getMessage()));
        }
        return findings;
    }

    private static String verdict(Findings findings, boolean control) {
        if (findings.isClean()) {
            return control ? "NOT CAUGHT" : "";
        }
        return (control ? "caught: " : "BREACH: ") + findings.wrong();
    }
}
