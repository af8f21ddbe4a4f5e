package dev.tallygate.rig.bench;

import dev.tallygate.rig.RigFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The collector's pauses in a server's log, and what is left on the heap after a full collection that is asked for. */
final class ServerMemory {
    private static final Pattern PAUSE =
            Pattern.compile("Pause (?<kind>.*?) (\\d+)M->(?<left>\\d+)M\\(\\d+M\\) (?<millis>[0-9.]+)ms");
    private static final String ASKED_FOR = "Diagnostic Command";

    private final Site site;

    ServerMemory(Site site) {
        this.site = site;
    }

    /** A stop of all threads; {@code leftMegabytes} are on the heap after it. */
    record Pause(double millis, long leftMegabytes, boolean isAskedFor) {}

    /** All pauses since the server's start. */
    List<Pause> pauses() {
        try {
            return Files.readAllLines(site.gcLog()).stream()
                    .map(PAUSE::matcher)
                    .filter(Matcher::find)
                    .map(found -> new Pause(
                            Double.parseDouble(found.group("millis")),
                            Long.parseLong(found.group("left")),
                            found.group("kind").contains(ASKED_FOR)))
                    .toList();
        } catch (IOException e) {
            throw new RigFailed("the server's collector has no log", e);
        }
    }

    /** Asks for a full collection; megabytes that live after it. */
    long liveMegabytes() {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(site.serverPid()), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new RigFailed("jcmd " + site.serverPid() + " GC.run failed");
            }
        } catch (IOException e) {
            throw new RigFailed("jcmd cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigFailed("interrupted", e);
        }
        List<Pause> asked = new ArrayList<>(pauses());
        asked.removeIf(pause -> !pause.isAskedFor());
        if (asked.isEmpty()) {
            throw new RigFailed("the server's log tells of no full collection: " + site.gcLog());
        }
        return asked.getLast().leftMegabytes();
    }
}
