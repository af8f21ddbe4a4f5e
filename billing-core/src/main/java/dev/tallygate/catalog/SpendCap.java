package dev.tallygate.catalog;

import java.math.BigDecimal;

/** The most that usage may cost in a period, in major units of the plan's currency. */
public record SpendCap(BigDecimal amount, LimitKind kind) {

    public SpendCap {
        amount = amount.stripTrailingZeros();
    }

    public boolean isHard() {
        return kind == LimitKind.HARD;
    }
}
