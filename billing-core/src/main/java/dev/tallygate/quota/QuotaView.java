package dev.tallygate.quota;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.util.List;

/** What a standing looks like to people where totals are not read: cap and spend of the period's last version. */
final class QuotaView {

    private final PlanCatalog catalog;

    QuotaView(PlanCatalog catalog) {
        this.catalog = catalog;
    }

    Quota withoutAllowances(Standing standing) {
        return new Quota(
                versionOf(standing), periodOf(standing), standing.figures().spend(), BigDecimal.ZERO, List.of());
    }

    private PlanVersion versionOf(Standing standing) {
        return catalog.version(standing.windows().getLast().planVersionId());
    }

    private static BillingPeriod periodOf(Standing standing) {
        return BillingPeriod.monthContaining(standing.period().periodStart());
    }
}
