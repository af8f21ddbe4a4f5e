package dev.tallygate.rig.drill;

import dev.tallygate.rig.RigFailed;
import dev.tallygate.rig.Transcript;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code ./tallygate drill [R1 R2 ...] [--full] [--control]}: kills, freezes and overruns real processes, and counts.
 *
 * <p>Exit code 0 = no breach; with {@code --control}, where the naive server stands in for the product, 0 = every drill
 * caught it.
 */
public final class Drill {
    private static final List<Exercise> ALL = List.of(
            new KillDrill(KillDrill.Victim.SERVER),
            new KillDrill(KillDrill.Victim.DATABASE),
            new FreezeDrill(),
            new DuplicatesDrill(),
            new CapDrill(),
            new HoldsDrill(),
            new OverloadDrill(),
            new StopDrill());

    private Drill() {}

    /** What is asked for: no drill named means all of them. */
    private record Wish(List<Exercise> exercises, Size size, boolean control) {
        static Wish of(List<String> words) {
            Map<String, Exercise> known = new TreeMap<>();
            ALL.forEach(exercise -> known.put(exercise.name(), exercise));
            List<Exercise> asked = new ArrayList<>();
            for (String word : words) {
                Exercise exercise = known.get(word.toUpperCase(Locale.ROOT));
                if (exercise != null) {
                    asked.add(exercise);
                } else if (!word.equals("--full") && !word.equals("--control")) {
                    throw new RigFailed("drill: " + word + " (expected: " + String.join(", ", known.keySet())
                            + ", --full, --control)");
                }
            }
            Size size = words.contains("--full") ? Size.FULL : Size.SMALL;
            return new Wish(asked.isEmpty() ? ALL : List.copyOf(asked), size, words.contains("--control"));
        }
    }

    /** Runs the drills and ends the process. */
    public static void main(String[] words) {
        String stamp = Instant.now().toString().replaceAll("[-:]|\\..*", "");
        Path launcher = Path.of(System.getProperty("tallygate.launcher"));
        Transcript transcript = new Transcript(
                launcher.toAbsolutePath().resolveSibling("reports").resolve("drill-" + stamp + "Z.txt"), System.out);
        int code;
        try {
            Wish wish = Wish.of(List.of(words));
            Path home = Path.of(System.getenv("TALLYGATE_HOME"));
            Site site = new Site(launcher, home, System.getenv().getOrDefault("TALLYGATE_DB_URL", ""), transcript);
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
