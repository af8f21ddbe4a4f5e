package dev.tallygate.provider;

import dev.tallygate.provider.ProviderWorld.Misfortune;
import dev.tallygate.sandbox.http.Fault;
import java.time.Duration;

/** Misfortunes as the sandbox's local providers meet them. */
public final class LocalFaults {
    private LocalFaults() {}

    /**
     * The fault that is such a misfortune, once.
     *
     * @param patience of the adapter's, which what is late outlasts
     */
    public static Fault once(Misfortune misfortune, String path, Duration patience) {
        Fault.Type type = switch (misfortune) {
            case ANSWER_LOST -> Fault.Type.DROP_ANSWER;
            case CALL_LOST -> Fault.Type.DROP_CALL;
            case ANSWER_LATE -> Fault.Type.DELAY_ANSWER;
            case HANGS -> Fault.Type.HANG;
            case SERVER_ERROR -> Fault.Type.SERVER_ERROR;
            case RATE_LIMITED -> Fault.Type.RATE_LIMITED;
        };
        return new Fault(type, "POST", path, 1, patience.plusMillis(500).toMillis());
    }
}
