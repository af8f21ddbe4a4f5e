package dev.tallygate.rig.bench;

import java.time.Duration;

/**
 * How long and how often everything is measured.
 *
 * @param rounds of each load, product and yardstick in turns
 * @param length of one round
 * @param patience how long the machine may take to be quiet
 * @param customers of each installation, at least 100; all of them at most are active at a time
 * @param rows events of the closed month
 * @param jobs runs of a job, a command or a start
 * @param weighed events by which the bytes of one are found
 * @param open length of the open load
 * @param forms of each yardstick that are tried, the likeliest first
 * @param isShort whether jobs run two at a time, and the installation with a tenth of the events is also the one whose start is
 *     measured and beside which a large table is
 */
record Pace(
        int rounds,
        Duration length,
        Duration patience,
        int customers,
        long rows,
        int jobs,
        long weighed,
        Duration open,
        int forms,
        boolean isShort) {
    private static final int ALL = Integer.MAX_VALUE;
    private static final Pace FULL = new Pace(
            5,
            Duration.ofSeconds(6),
            Duration.ofSeconds(30),
            1_000,
            2_000_000,
            5,
            200_000,
            Duration.ofMinutes(2),
            ALL,
            false);
    private static final Pace QUICK =
            new Pace(2, Duration.ofMillis(100), Duration.ZERO, 100, 10_000, 1, 10_000, Duration.ofSeconds(1), 1, true);
    private static final Pace SMOKE =
            new Pace(1, Duration.ofMillis(100), Duration.ZERO, 100, 10_000, 1, 1_000, Duration.ofSeconds(1), 1, true);

    static Pace of(Wish wish) {
        Pace pace = switch (wish.size()) {
            case FULL -> FULL;
            case QUICK -> QUICK;
            case SMOKE -> SMOKE;
        };
        return new Pace(
                pace.rounds,
                pace.length,
                pace.patience,
                wish.customers().orElse(pace.customers),
                wish.rows().orElse(pace.rows),
                pace.jobs,
                pace.weighed,
                wish.seconds().map(Duration::ofSeconds).orElse(pace.open),
                pace.forms,
                pace.isShort);
    }

    /** "medians of 5 rounds of 6 s". */
    String text() {
        return "medians of " + rounds + " rounds of " + length.toMillis() / 1_000.0 + " s";
    }
}
