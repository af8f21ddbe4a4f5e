package dev.tallygate.catalog;

import java.util.List;
import java.util.Set;

/**
 * Where a value of a plan in several currencies stands, and the currency that the plan is read in. Where money stands, a map
 * by currency means its value in that one; a plan in one currency has no such maps.
 *
 * @param codes all currencies of a plan that lists them; empty = it names one, and no map is one by currency
 * @param code the one that is read
 */
record MoneyPlace(List<String> codes, String code, Kind kind) {

    enum Kind {
        /** Money stands elsewhere. */
        OUTSIDE,
        /** Money may stand here or below; its currency is still to be chosen. */
        MONEY,
        /** Inside the value of one currency. */
        CHOSEN
    }

    static final MoneyPlace SINGLE = new MoneyPlace(List.of(), "", Kind.OUTSIDE);

    private static final Set<String> MONEY_FIELDS = Set.of(
            "price",
            "graduated",
            "volume",
            "package",
            "percentage",
            "matrix",
            "flat",
            "minimum",
            "maximum",
            "spend_cap");

    static MoneyPlace of(List<String> codes, String code) {
        return new MoneyPlace(List.copyOf(codes), code, Kind.OUTSIDE);
    }

    /** The place of the field's value. */
    MoneyPlace field(String name) {
        return kind == Kind.OUTSIDE && MONEY_FIELDS.contains(name) ? with(Kind.MONEY) : this;
    }

    MoneyPlace chosen() {
        return with(Kind.CHOSEN);
    }

    /** Whether a number here would mean as many units of each of several currencies. */
    boolean lacksCurrency() {
        return codes.size() > 1 && kind != Kind.CHOSEN;
    }

    /** For people: {@code USD, NGN}. */
    String listed() {
        return String.join(", ", codes);
    }

    private MoneyPlace with(Kind other) {
        return new MoneyPlace(codes, code, other);
    }
}
