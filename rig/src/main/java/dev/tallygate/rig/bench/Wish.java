package dev.tallygate.rig.bench;

import dev.tallygate.rig.RigFailed;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is asked for on the command line.
 *
 * @param size how long it may take
 * @param parts what is measured
 * @param customers of each installation; empty = as many as the size has
 * @param rows events of the closed month; empty = as many as the size has, where a part needs them
 * @param rate of the open load, calls a second; empty = half of the peak
 * @param seconds of the open load; empty = as long as the size has
 */
record Wish(
        Size size,
        Set<Part> parts,
        Optional<Integer> customers,
        Optional<Long> rows,
        Optional<Long> rate,
        Optional<Long> seconds) {
    Wish {
        parts = Set.copyOf(parts);
    }

    /** How long a run may take. */
    enum Size {
        /** Every figure from several rounds of seconds. */
        FULL,
        /** Every row in about a minute. */
        QUICK,
        /** Every row once, as short as can be: for tests of the bench itself. */
        SMOKE
    }

    /** What can be measured by itself. */
    enum Part {
        /** {@code bill} and its growth. */
        BILL,
        /** {@code RecordUsage} in calls of a hundred. */
        RECORD,
        /** {@code RecordUsage}, one event a call. */
        SINGLES,
        CHECK,
        RESERVE,
        /** Recording into a large table. */
        SIZE,
        BYTES,
        OPEN_LOOP,
        START;

        /** As it is typed: {@code open-loop}. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private static Part of(String word) {
            return Stream.of(values())
                    .filter(part -> part.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new RigFailed("bench: --only " + word + " (expected: some of "
                            + Stream.of(values()).map(Part::word).collect(Collectors.joining(",")) + ")"));
        }
    }

    /** Reads the words; whatever is none of them is refused with a sentence. */
    static Wish of(List<String> words) {
        Wish wish = new Wish(
                Size.FULL,
                EnumSet.allOf(Part.class),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        for (int i = 0; i < words.size(); i++) {
            String next = i + 1 < words.size() ? words.get(i + 1) : "";
            switch (words.get(i)) {
                case "--quick" -> wish = wish.sized(Size.QUICK);
                case "--smoke" -> wish = wish.sized(Size.SMOKE);
                case "--open-loop" -> wish = wish.withParts(Set.of(Part.OPEN_LOOP));
                case "--only" -> {
                    wish = wish.withParts(
                            Stream.of(next.split(",")).map(Part::of).collect(Collectors.toSet()));
                    i++;
                }
                case "--customers" -> {
                    wish = wish.withCustomers((int) number("--customers", next, 100, 100_000));
                    i++;
                }
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
                            + " (expected: --quick, --customers N, --rows N, --only PART,PART, --open-loop, --rate N,"
                            + " --seconds S)");
            }
        }
        return wish;
    }

    boolean wants(Part part) {
        return parts.contains(part);
    }

    /** Whether the closed month is filled: where it is needed, or where somebody said how much it has. */
    boolean wantsEvents() {
        return rows.isPresent() || wants(Part.BILL) || wants(Part.SIZE);
    }

    private Wish sized(Size wanted) {
        return new Wish(wanted, parts, customers, rows, rate, seconds);
    }

    private Wish withParts(Set<Part> wanted) {
        return new Wish(size, wanted, customers, rows, rate, seconds);
    }

    private Wish withCustomers(int wanted) {
        return new Wish(size, parts, Optional.of(wanted), rows, rate, seconds);
    }

    private Wish withRows(long wanted) {
        return new Wish(size, parts, customers, Optional.of(wanted), rate, seconds);
    }

    private Wish withRate(long wanted) {
        return new Wish(size, parts, customers, rows, Optional.of(wanted), seconds);
    }

    private Wish withSeconds(long wanted) {
        return new Wish(size, parts, customers, rows, rate, Optional.of(wanted));
    }

    private static long number(String option, String text, long least, long most) {
        long number = text.matches("[0-9]{1,9}") ? Long.parseLong(text) : -1;
        if (number < least || number > most) {
            throw new RigFailed("bench: " + option + " " + text + " (expected: " + least + " to " + most + ")");
        }
        return number;
    }
}
