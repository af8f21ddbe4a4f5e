package dev.tallygate.catalog;

import java.util.List;

/**
 * A quantity included in a period at no cost, shared by the charges named (ids, in plan order): consumed in that order, then by
 * model name in byte order.
 */
public record Allowance(String allowanceId, List<String> charges, long quantity, LimitKind kind) {

    public Allowance {
        charges = List.copyOf(charges);
    }

    public boolean isHard() {
        return kind == LimitKind.HARD;
    }
}
