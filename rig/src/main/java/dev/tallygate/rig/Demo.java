package dev.tallygate.rig;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code ./tallygate demo [--once] [--faults]}: a month of usage becomes paid invoices, driven as a user drives it.
 *
 * <p>With {@code --faults} the local providers fail all the while, and every figure has to agree in the end all the same.
 *
 * <p>With {@code --once} it ends what it started and exits with 0 if every figure agrees, else 1. Without, the server and
 * the sandbox stay up, and it says what to try.
 */
public final class Demo {
    private static final String ONCE = "--once";
    private static final String FAULTS = "--faults";

    private Demo() {}

    /** Runs the demo and ends the process with its exit code. */
    public static void main(String[] args) {
        List<String> words = List.of(args);
        if (!Set.of(ONCE, FAULTS).containsAll(words)) {
            System.err.println("demo: " + String.join(" ", args) + " (expected: nothing, --once, --faults or both)");
            System.exit(1);
        }
        System.exit(run(words, Clock.systemUTC()));
    }

    private static int run(List<String> words, Clock clock) {
        DemoPlace place = DemoPlace.fromEnvironment(System.getenv(), Path.of(System.getProperty("tallygate.launcher")));
        String stamp = Instant.now(clock).toString().replaceAll("[-:]|\\..*", "");
        Transcript transcript = new Transcript(place.reports().resolve("demo-" + stamp + "Z.txt"), System.out);
        DemoStory story = new DemoStory(place, transcript, clock);
        boolean told = succeeds(
                () -> story.tell(
                        words.contains(FAULTS)
                                ? Optional.of(new DemoStorm(place, transcript, clock))
                                : Optional.empty()),
                transcript);
        boolean ended = succeeds(words.contains(ONCE) ? story::stop : story::sayWhatToTry, transcript);
        transcript.line("");
        if (told && ended) {
            transcript.line("Every figure agrees: events = totals = lines = provider, to the minor unit.");
        }
        transcript.line("All of this is in " + transcript.file());
        return told && ended ? 0 : 1;
    }

    private static boolean succeeds(Runnable part, Transcript transcript) {
        try {
            part.run();
            return true;
        } catch (RigFailed failed) {
            transcript.line("");
            transcript.line("The demo FAILED: " + failed.getMessage());
            return false;
        }
    }
}
