package dev.tallygate.rig.bench;

import java.util.List;
import java.util.Locale;

/** A figure that was measured several times. */
record Spread(double median, double least, double most) {

    /** Of at least one value. */
    static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast());
    }

    /** "12,345 (11,900-12,800)"; what was measured once stands alone. */
    String text() {
        return least == most ? number(median) : number(median) + " (" + number(least) + "-" + number(most) + ")";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%,.2f", value);
    }
}
