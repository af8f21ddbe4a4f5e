package dev.tallygate.server;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds of the server: {@code tallygate.server.*}.
 *
 * @param callsMax calls at work at a time, over both doors; one more is answered QUEUE_FULL
 * @param connectionCallsMax calls at a time on one gRPC connection; the transport queues the next ones at the client
 * @param resetsPerSecondMax streams of one connection that a client may reset in a second (CVE-2023-44487)
 * @param deadline given to calls that have none
 * @param stopPause between health saying NOT_SERVING and the end of taking calls: 0 to 10 s, for balancers to hear it
 * @param resolveUrl where a person raises a limit or pays; told in every quota; empty = nowhere
 */
@ConfigurationProperties("tallygate.server")
public record ServerSettings(
        @DefaultValue("512") int callsMax,
        @DefaultValue("1000") int connectionCallsMax,
        @DefaultValue("200") int resetsPerSecondMax,
        @DefaultValue("30s") Duration deadline,
        @DefaultValue("0s") Duration stopPause,
        @DefaultValue("") String resolveUrl) {

    private static final Duration STOP_PAUSE_MAX = Duration.ofSeconds(10);

    public ServerSettings {
        requirePositive("calls-max", callsMax);
        requirePositive("connection-calls-max", connectionCallsMax);
        requirePositive("resets-per-second-max", resetsPerSecondMax);
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("tallygate.server.deadline: " + deadline + " (expected: > 0)");
        }
        if (stopPause.isNegative() || stopPause.compareTo(STOP_PAUSE_MAX) > 0) {
            throw new IllegalArgumentException(
                    "tallygate.server.stop-pause: " + stopPause + " (expected: 0 to " + STOP_PAUSE_MAX + ")");
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("tallygate.server." + name + ": " + value + " (expected: >= 1)");
        }
    }
}
