package dev.tallygate.modelcost;

import dev.tallygate.meter.Quantities;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What one customer used of one model on one day, signed: what was voided is taken off.
 *
 * @param planVersionId some version that the usage was rated by: it says the currency
 * @param revenue Σ {@code cost_units}
 */
record DayUsage(
        long customerKey,
        LocalDate day,
        String modelId,
        long planVersionId,
        Quantities quantities,
        BigDecimal revenue) {}
