package dev.tallygate.sandbox.http;

import dev.tallygate.sandbox.http.Match.Met;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is going to go wrong, in the order given, and what of it has happened.
 *
 * <p>Each call meets the first step that fits it; with {@link #inOrder} only the first step that is not used up counts.
 * A call that no step meets may meet the storm. Nothing of the sandbox's own meets anything. A restart forgets it all.
 */
public final class Script {
    private static final int FIRED_MAX = 10_000;

    /**
     * Something that went wrong as ordered.
     *
     * @param step which step of the script, from 1; 0 for the storm
     * @param nth which of the calls that fit the step, from 1; of a storm which of all calls
     */
    public record Fired(
            int step, Fault fault, int nth, Instant time, String method, String path, String id, String key) {}

    /**
     * A step and what became of it.
     *
     * @param met how many calls fitted so far
     * @param left how many it is still going to meet
     */
    public record Step(int number, Fault fault, int met, int left) {
        boolean isOver() {
            return left == 0;
        }
    }

    private final Set<Fault.Type> possible;
    private final Clock clock;
    private final List<Step> steps = new ArrayList<>();
    private final Deque<Fired> fired = new ArrayDeque<>();
    private boolean inOrder;
    private @Nullable Storm storm;

    /**
     * An empty script.
     *
     * @param possible what can go wrong here
     * @param clock whose time stands beside what has fired
     */
    public Script(Set<Fault.Type> possible, Clock clock) {
        this.possible = EnumSet.copyOf(possible);
        this.clock = clock;
    }

    public Set<Fault.Type> possible() {
        return EnumSet.copyOf(possible);
    }

    public synchronized void order(Fault fault) {
        steps.add(new Step(steps.size() + 1, requirePossible(fault), 0, fault.times()));
    }

    /** Everything anew: these steps, this storm or none; what has fired is forgotten. */
    public synchronized void replace(Plan plan) {
        plan.steps().forEach(this::requirePossible);
        clear();
        plan.steps().forEach(this::order);
        inOrder = plan.inOrder();
        plan.storm().ifPresent(this::raise);
    }

    private Fault requirePossible(Fault fault) {
        require(List.of(fault.type()));
        boolean isForWebhooks = fault.meets().method().equals(Match.WEBHOOK);
        if (fault.type().isOfWebhooks() != isForWebhooks) {
            throw ParameterRefused.invalid(
                    "method",
                    "method: " + fault.meets().method() + " (expected for " + fault.word() + ": "
                            + (isForWebhooks ? "of a call" : "none, and an event") + ")");
        }
        return fault;
    }

    private void require(Collection<Fault.Type> types) {
        for (Fault.Type type : types) {
            if (!possible.contains(type)) {
                throw ParameterRefused.invalid(
                        "type",
                        "type: " + type.word() + " (expected: one of "
                                + String.join(
                                        ", ",
                                        possible.stream().map(Fault.Type::word).toList()) + ")");
            }
        }
    }

    /** From now on calls and webhooks that no step meets may meet this. */
    public synchronized void raise(Storm wanted) {
        require(wanted.types());
        storm = wanted;
    }

    public synchronized void calm() {
        storm = null;
    }

    /** What becomes of this; a step that meets it is used up once more. */
    public synchronized Optional<Fault> take(Met met) {
        for (int index = 0; index < steps.size(); index++) {
            Step step = steps.get(index);
            if (!step.isOver()) {
                if (step.fault().meets().meets(met)) {
                    Step after = after(step);
                    steps.set(index, after);
                    if (after.left() < step.left()) {
                        return Optional.of(log(new Fired(
                                step.number(),
                                step.fault(),
                                after.met(),
                                clock.instant(),
                                met.method(),
                                met.path(),
                                met.id(),
                                met.key())));
                    }
                }
                if (inOrder) {
                    break;
                }
            }
        }
        return blow(met);
    }

    private static Step after(Step step) {
        int met = step.met() + 1;
        int left = met >= step.fault().nth() ? step.left() - 1 : step.left();
        return new Step(step.number(), step.fault(), met, left);
    }

    private Optional<Fault> blow(Met met) {
        Storm blowing = storm;
        if (blowing == null || met.method().equals(Match.MAIL)) {
            return Optional.empty();
        }
        return blowing.next(met.method().equals(Match.WEBHOOK))
                .map(fault -> log(new Fired(
                        0, fault, blowing.seen(), clock.instant(), met.method(), met.path(), met.id(), met.key())));
    }

    private Fault log(Fired happened) {
        if (fired.size() == FIRED_MAX) {
            fired.removeFirst();
        }
        fired.addLast(happened);
        return happened.fault();
    }

    /** In their order, those that are over included. */
    public synchronized List<Step> steps() {
        return List.copyOf(steps);
    }

    /** The steps that are not over. */
    public synchronized List<Fault> left() {
        return steps.stream().filter(step -> !step.isOver()).map(Step::fault).toList();
    }

    /** What has happened, oldest first; the last ten thousand. */
    public synchronized List<Fired> fired() {
        return List.copyOf(fired);
    }

    public synchronized boolean isInOrder() {
        return inOrder;
    }

    public synchronized Optional<Storm> storm() {
        return Optional.ofNullable(storm);
    }

    public synchronized void clear() {
        steps.clear();
        fired.clear();
        storm = null;
        inOrder = false;
    }

    /** A whole script as it is given. */
    public record Plan(List<Fault> steps, boolean inOrder, Optional<Storm> storm) {
        public Plan {
            steps = List.copyOf(steps);
        }
    }
}
