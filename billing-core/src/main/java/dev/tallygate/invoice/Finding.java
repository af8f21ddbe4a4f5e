package dev.tallygate.invoice;

/** One figure that does not agree with what it must equal; {@code what} names it. */
public record Finding(String what, String expected, String found) {
    /** For people: {@code usage_cost: 1.20 (expected: 1.25)}. */
    public String display() {
        return what + ": " + found + " (expected: " + expected + ")";
    }
}
