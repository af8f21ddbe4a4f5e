package dev.tallygate.rig;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * {@code ./tallygate demo [--once]}: a month of usage becomes paid invoices, driven as a user drives it.
 *
 * <p>With {@code --once} it ends what it started and exits with 0 if every figure agrees, else 1. Without, the server and
 * the sandbox stay up, and it says what to try.
 */
public final class Demo {
    private static final String ONCE = "--once";

    private Demo() {}

    /** Runs the demo and ends the process with its exit code. */
    public static void main(String[] args) {
        if (!List.of().equals(List.of(args)) && !List.of(ONCE).equals(List.of(args))) {
            System.err.println("demo: " + String.join(" ", args) + " (expected: nothing, or --once)");
            System.exit(1);
        }
        System.exit(run(args.length == 1, Clock.systemUTC()));
    }

    private static int run(boolean once, Clock clock) {
        DemoPlace place = DemoPlace.fromEnvironment(System.getenv(), Path.of(System.getProperty("tallygate.launcher")));
        String stamp = Instant.now(clock).toString().replaceAll("[-:]|\\..*", "");
        Transcript transcript = new Transcript(place.reports().resolve("demo-" + stamp + "Z.txt"), System.out);
        DemoStory story = new DemoStory(place, transcript, clock);
        boolean told = succeeds(story::tell, transcript);
        boolean ended = succeeds(once ? story::stop : story::sayWhatToTry, transcript);
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
