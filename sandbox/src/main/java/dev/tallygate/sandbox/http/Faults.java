package dev.tallygate.sandbox.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The ordered faults, in order; a restart forgets them. Nothing of the sandbox's own meets one. */
public final class Faults {
    private final List<Fault> ordered = new ArrayList<>();

    public synchronized void order(Fault fault) {
        ordered.add(fault);
    }

    /** How a provider says that it cannot. */
    public interface Refusals {
        Answer rateLimited(Duration retryAfter);

        /** Nothing of the call is done; where there are idempotency keys, this answer is kept. */
        Answer serverError();
    }

    /** Has the call answered, with the misfortune that was ordered for it. */
    public Answer meet(Call call, Supplier<Answer> work, Refusals refusals) {
        Optional<Fault> fault = call.isForSandbox() ? Optional.empty() : take(call.method(), call.path());
        if (fault.isEmpty()) {
            return work.get();
        }
        long millis = fault.get().millis();
        return switch (fault.get().type()) {
            case RATE_LIMITED -> refusals.rateLimited(Duration.ofMillis(millis));
            case SERVER_ERROR -> refusals.serverError();
            case DROP_ANSWER -> work.get().cutShort();
            case DROP_CALL -> nothing().cutShort();
            case DELAY -> {
                pause(millis);
                yield work.get();
            }
            case DELAY_ANSWER -> {
                Answer answer = work.get();
                pause(millis);
                yield answer;
            }
            case HANG -> {
                pause(millis);
                yield nothing().cutShort();
            }
        };
    }

    private static Answer nothing() {
        return Answer.text(200, "text/plain", "The connection ends in the middle of this sentence.");
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the sandbox is closing", e);
        }
    }

    /** The first fault that meets a call of this method and path; it is used up once more. */
    public synchronized Optional<Fault> take(String method, String path) {
        for (int index = 0; index < ordered.size(); index++) {
            Fault fault = ordered.get(index);
            if (fault.meets(method, path)) {
                if (fault.times() == 1) {
                    ordered.remove(index);
                } else {
                    ordered.set(index, fault.oneLess());
                }
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    public synchronized List<Fault> all() {
        return List.copyOf(ordered);
    }

    public synchronized void clear() {
        ordered.clear();
    }
}
