package dev.tallygate.server.grpc;

import java.math.BigDecimal;

/** Costs, rates and spend of the contract: decimal strings without exponent and without trailing zeros. */
final class Decimals {
    private Decimals() {}

    static String toProto(BigDecimal decimal) {
        return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }
}
