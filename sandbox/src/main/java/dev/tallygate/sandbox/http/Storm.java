package dev.tallygate.sandbox.http;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Misfortunes at random, the same for the same seed and the same calls in the same order. Used under its script's lock. */
public final class Storm {
    private static final int IN_ALL = 1_000_000;

    private final long seed;
    private final BigDecimal rate;
    private final List<Fault.Type> types;
    private final long millis;
    private final SplittableRandom random;
    private int seen;
    private int left;

    /**
     * A storm that has not begun.
     *
     * @param rate how many of all calls and webhooks it meets: from 0 to 1, to six places
     * @param types what happens, each as likely
     * @param times how many it meets at most
     * @param millis how long waits last
     */
    public Storm(long seed, BigDecimal rate, List<Fault.Type> types, int times, long millis) {
        if (rate.signum() < 0 || rate.compareTo(BigDecimal.ONE) > 0) {
            throw ParameterRefused.invalid("rate", "rate: " + rate + " (expected: 0 to 1, such as 0.2)");
        }
        if (types.isEmpty() || times < 1) {
            throw ParameterRefused.invalid("times", "times: " + times + ", types: " + types + " (expected: some)");
        }
        this.seed = seed;
        this.rate = rate;
        this.types = List.copyOf(types);
        this.millis = millis;
        this.random = new SplittableRandom(seed);
        this.left = times;
    }

    /** Draws once for a call or a webhook, and what it draws fits that. */
    Optional<Fault> next(boolean isWebhook) {
        seen++;
        boolean hits = random.nextInt(IN_ALL) < rate.movePointRight(6).intValue();
        List<Fault.Type> fitting =
                types.stream().filter(type -> type.isOfWebhooks() == isWebhook).toList();
        Fault.Type drawn = fitting.isEmpty() ? types.getFirst() : fitting.get(random.nextInt(fitting.size()));
        if (!hits || fitting.isEmpty() || left == 0) {
            return Optional.empty();
        }
        left--;
        return Optional.of(new Fault(drawn, Match.of(isWebhook ? Match.WEBHOOK : "", ""), 1, 1, millis, ""));
    }

    /** How many calls and webhooks it was asked about. */
    public int seen() {
        return seen;
    }

    /** How many it may still meet. */
    public int left() {
        return left;
    }

    public long seed() {
        return seed;
    }

    public BigDecimal rate() {
        return rate;
    }

    public List<Fault.Type> types() {
        return types;
    }

    long millis() {
        return millis;
    }
}
