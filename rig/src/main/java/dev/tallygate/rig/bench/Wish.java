package dev.tallygate.rig.bench;

import dev.tallygate.rig.RigFailed;
import java.util.List;
import java.util.Optional;

/**
 * What is asked for on the command line.
 *
 * @param size how long it may take
 * @param part the table, or the open load alone
 * @param rows events of the closed month; empty = as many as the size has
 * @param rate of the open load, calls a second; empty = half of the peak
 * @param seconds of the open load; empty = as long as the size has
 */
record Wish(Size size, Part part, Optional<Long> rows, Optional<Long> rate, Optional<Long> seconds) {

    /** How long a run may take. */
    enum Size {
        /** Every figure from several rounds of seconds. */
        FULL,
        /** Every row in about a minute. */
        QUICK,
        /** Every row once, as short as can be: for tests of the bench itself. */
        SMOKE
    }

    /** What of the bench is run. */
    enum Part {
        TABLE,
        OPEN_LOOP
    }

    /** Reads the words; whatever is none of them is refused with a sentence. */
    static Wish of(List<String> words) {
        Wish wish = new Wish(Size.FULL, Part.TABLE, Optional.empty(), Optional.empty(), Optional.empty());
        for (int i = 0; i < words.size(); i++) {
            String next = i + 1 < words.size() ? words.get(i + 1) : "";
            switch (words.get(i)) {
                case "--quick" -> wish = wish.sized(Size.QUICK);
                case "--smoke" -> wish = wish.sized(Size.SMOKE);
                case "--open-loop" -> wish = new Wish(wish.size, Part.OPEN_LOOP, wish.rows, wish.rate, wish.seconds);
                case "--rows" -> {
                    wish = wish.withRows(number("--rows", next, 10_000, 999_999_999));
                    i++;
                }
                case "--rate" -> {
                    wish = wish.withRate(number("--rate", next, 1, 1_000_000));
                    i++;
                }
                case "--seconds" -> {
                    wish = wish.withSeconds(number("--seconds", next, 1, 86_400));
                    i++;
                }
                default ->
                    throw new RigFailed("bench: " + words.get(i)
                            + " (expected: --quick, --rows N, --open-loop, --rate N, --seconds S)");
            }
        }
        return wish;
    }

    private Wish sized(Size wanted) {
        return new Wish(wanted, part, rows, rate, seconds);
    }

    private Wish withRows(long wanted) {
        return new Wish(size, part, Optional.of(wanted), rate, seconds);
    }

    private Wish withRate(long wanted) {
        return new Wish(size, part, rows, Optional.of(wanted), seconds);
    }

    private Wish withSeconds(long wanted) {
        return new Wish(size, part, rows, rate, Optional.of(wanted));
    }

    private static long number(String option, String text, long least, long most) {
        long number = text.matches("[0-9]{1,9}") ? Long.parseLong(text) : -1;
        if (number < least || number > most) {
            throw new RigFailed("bench: " + option + " " + text + " (expected: " + least + " to " + most + ")");
        }
        return number;
    }
}
