package dev.tallygate.rig.drill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.IntStream;

/**
 * Ask a server for its health again and again over HTTP, so that some of its threads are always waiting for the database. What
 * they are answered is of no interest.
 */
final class HealthCallers implements AutoCloseable {
    private static final int CALLERS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest request;
    private volatile boolean ending;

    /** Of the server whose HTTP port this is. */
    HealthCallers(int httpPort) {
        request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/actuator/health"))
                .timeout(PATIENCE)
                .build();
    }

    void start() {
        IntStream.range(0, CALLERS).forEach(number -> Thread.ofVirtual().start(this::askUntilTold));
    }

    private void askUntilTold() {
        while (!ending) {
            try {
                http.send(request, BodyHandlers.discarding());
            } catch (IOException unanswered) {
                // that is what a frozen database comes to
            } catch (InterruptedException e) {
                return;
            }
            Progress.pause(PAUSE);
        }
    }

    @Override
    public void close() {
        ending = true;
        http.shutdownNow();
    }
}
