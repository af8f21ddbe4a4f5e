package dev.tallygate.rig.drill;

import dev.tallygate.rig.RigFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What can be done to a process from outside, by its id. */
final class Signals {
    private static final int KILOBYTES = 1024;

    private Signals() {}

    /** Sends a signal by its name, as kill(1) knows it: KILL, STOP, CONT, TERM. */
    static void send(String signal, long pid) {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new RigFailed("kill -" + signal + " " + pid + " ended with " + code + " (expected: 0)");
            }
        } catch (IOException e) {
            throw new RigFailed("there is no kill here", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigFailed("interrupted", e);
        }
    }

    /**
     * Whether it still has anything of its own. A dead child that nobody has asked about keeps its id; one whose last threads
     * are only just ending keeps its ports.
     */
    static boolean isAlive(long pid) {
        if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
            return false;
        }
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] threads = process.resolve("task").toFile().list();
            boolean dead = stat.startsWith("Z", stat.lastIndexOf(')') + 2);
            return !dead || (threads != null && threads.length > 1);
        } catch (IOException goneOrNoProc) {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
        }
    }

    /** Memory in RAM, in MB; 0 where it cannot be seen. */
    static long residentMegabytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / KILOBYTES)
                    .findFirst()
                    .orElse(0);
        } catch (IOException goneOrNoProc) {
            return 0;
        }
    }
}
