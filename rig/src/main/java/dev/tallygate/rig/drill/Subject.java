package dev.tallygate.rig.drill;

import java.time.Duration;

/** A server that is drilled: a process of its own, started again on the same ports as often as it is killed. */
final class Subject implements AutoCloseable {
    private final Starting starting;
    private final Site.Ports ports;
    private final Progress progress;
    private final Client client;
    private volatile long pid;

    /** How the process comes to be. */
    interface Starting {
        /** Starts it, waits until it listens, and answers its process id. */
        long start();
    }

    /** Does not start it. */
    Subject(Starting starting, Site.Ports ports, Client client, Progress progress) {
        this.starting = starting;
        this.ports = ports;
        this.client = client;
        this.progress = progress;
    }

    /** Returns when it listens. */
    void start() {
        pid = starting.start();
        client.connectNow();
    }

    /** Where the product listens for HTTP, and the naive server does not. */
    int httpPort() {
        return ports.http();
    }

    /** The one channel to it, which outlives its processes. */
    Client client() {
        return client;
    }

    /** Ends it as a crash does. */
    void kill() {
        Signals.send("KILL", pid);
        awaitEnd();
    }

    /** Asks it to end; answers how long it took. */
    Duration terminate() {
        long asked = System.nanoTime();
        Signals.send("TERM", pid);
        awaitEnd();
        return Duration.ofNanos(System.nanoTime() - asked);
    }

    private void awaitEnd() {
        progress.await("process " + pid + " has ended", () -> !Signals.isAlive(pid));
    }

    long residentMegabytes() {
        return Signals.residentMegabytes(pid);
    }

    @Override
    public void close() {
        client.close();
        if (pid != 0 && Signals.isAlive(pid)) {
            Signals.send("KILL", pid);
        }
    }
}
