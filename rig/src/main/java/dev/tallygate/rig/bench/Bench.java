package dev.tallygate.rig.bench;

import dev.tallygate.rig.DatabaseServer;
import dev.tallygate.rig.Launcher;
import dev.tallygate.rig.RigFailed;
import dev.tallygate.rig.Transcript;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * {@code ./tallygate bench [--quick] [--rows N] [--open-loop]}: each figure beside its yardstick, measured in turns in this one run.
 *
 * <p>Runs in a home of its own. Exit code 0 = every row was measured, met or not; 1 = a row could not be.
 */
public final class Bench {
    private Bench() {}

    /** Runs the bench and ends the process. */
    public static void main(String[] words) {
        Clock clock = Clock.systemUTC();
        Path launcher = Path.of(System.getProperty("tallygate.launcher"));
        String stamp = Instant.now(clock).toString().replaceAll("[-:]|\\..*", "");
        Transcript transcript = new Transcript(
                launcher.toAbsolutePath().resolveSibling("reports").resolve("bench-" + stamp + "Z.txt"), System.out);
        int code = 0;
        try {
            run(Wish.of(List.of(words)), launcher, transcript, clock);
        } catch (RigFailed | StatusRuntimeException failed) {
            transcript.line("");
            transcript.line("The bench FAILED: " + failed.getMessage());
            code = 1;
        }
        transcript.line("All of this is in " + transcript.file());
        System.exit(code);
    }

    private static void run(Wish wish, Path script, Transcript transcript, Clock clock) {
        DatabaseServer.refuseLiveMode("the bench fills a database server");
        Path home = Path.of(System.getenv("TALLYGATE_HOME"));
        String serverUrl = System.getenv("TALLYGATE_DB_URL");
        Scenes scenes = new Scenes(wish, script, home, serverUrl, transcript, clock);
        // at any end, that of Ctrl-C too: what was started would outlive this process
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            scenes.endServers();
            new Launcher(script, Map.of(), transcript).run("stop");
        }));
        scenes.play();
    }
}
