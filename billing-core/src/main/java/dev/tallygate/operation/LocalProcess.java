package dev.tallygate.operation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Names this process so that another one on the same machine can see that it is dead: {@code place/pid/startMillis}. The
 * place is the host's name and, where the system has them, the process namespace: two containers with one host name do
 * not judge each other's numbers.
 */
final class LocalProcess {
    private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");
    private static final long START_MILLIS_OFF_MAX = 60_000;
    private static final String PLACE = place();

    private LocalProcess() {}

    static String current() {
        ProcessHandle self = ProcessHandle.current();
        return PLACE + "/" + self.pid() + "/" + startMillis(self);
    }

    /** True only where the process ran here and runs no more; a number that was given to a newer process counts as dead. */
    static boolean isDead(String process) {
        String[] parts = process.split("/", -1);
        if (parts.length != 3 || !parts[0].equals(PLACE)) {
            return false;
        }
        Optional<ProcessHandle> running =
                ProcessHandle.of(Long.parseLong(parts[1])).filter(ProcessHandle::isAlive);
        return running.map(handle -> isOtherStart(startMillis(handle), Long.parseLong(parts[2])))
                .orElse(true);
    }

    /** The system counts starts from its boot, whose time moves when the clock is set: a little off is the same start. */
    private static boolean isOtherStart(long startMillis, long otherMillis) {
        return Math.abs(startMillis - otherMillis) > START_MILLIS_OFF_MAX;
    }

    private static long startMillis(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String place() {
        return (hostName() + namespace()).replace('/', '_');
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    private static String namespace() {
        try {
            return Files.isSymbolicLink(NAMESPACE)
                    ? Files.readSymbolicLink(NAMESPACE).toString()
                    : "";
        } catch (IOException unreadable) {
            return "";
        }
    }
}
