package dev.tallygate.quota;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.quota.Quota.AllowanceQuota;
import dev.tallygate.rating.RunningCost;
import dev.tallygate.time.BillingPeriod;
import java.util.List;

/** What a standing looks like to people: cap, spend and allowances of the period's last version. */
final class QuotaView {

    private final PlanCatalog catalog;

    QuotaView(PlanCatalog catalog) {
        this.catalog = catalog;
    }

    Quota withoutAllowances(Standing standing) {
        return new Quota(versionOf(standing), periodOf(standing), standing.spend(), List.of());
    }

    Quota withAllowances(Standing standing, RunningCost cost) {
        return new Quota(versionOf(standing), periodOf(standing), standing.spend(), allowancesOf(standing, cost));
    }

    List<AllowanceQuota> allowancesOf(Standing standing, RunningCost cost) {
        return versionOf(standing).plan().allowances().stream()
                .map(allowance -> new AllowanceQuota(
                        allowance.allowanceId(), allowance.quantity(), cost.used(allowance.allowanceId())))
                .toList();
    }

    private PlanVersion versionOf(Standing standing) {
        return catalog.version(standing.windows().getLast().planVersionId());
    }

    private static BillingPeriod periodOf(Standing standing) {
        return BillingPeriod.monthContaining(standing.period().periodStart());
    }
}
