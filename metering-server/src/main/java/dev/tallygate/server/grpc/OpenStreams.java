package dev.tallygate.server.grpc;

import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The streams that are open, so that a stop can end them: by themselves they go on as long as their callers like. */
final class OpenStreams {
    private final Set<UsageStream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    void add(UsageStream stream) {
        open.add(stream);
        if (stopping) {
            stop(stream);
        }
    }

    void remove(UsageStream stream) {
        open.remove(stream);
    }

    /** Each stream answers what it has taken and ends with SERVER_STOPPING; so does any that is opened from now on. */
    void stop() {
        stopping = true;
        open.forEach(OpenStreams::stop);
    }

    private static void stop(UsageStream stream) {
        stream.stop(Rejected.of(Reason.SERVER_STOPPING, Reason.SERVER_STOPPING.sentence()));
    }
}
