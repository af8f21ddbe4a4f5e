package dev.tallygate.payment;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the accounts of providers that are switched on are asked, and why their calls wait. */
public final class ProviderLimits {
    private final PaymentProviders providers;
    private final CallBudgets budgets;
    private final AccountPauses pauses;
    private final DeliveryHolds holds;

    ProviderLimits(PaymentProviders providers, CallBudgets budgets, AccountPauses pauses, DeliveryHolds holds) {
        this.providers = providers;
        this.budgets = budgets;
        this.pauses = pauses;
        this.holds = holds;
    }

    /** By name. */
    public List<Limits> all() {
        return providers.all().stream()
                .sorted(Comparator.comparing(PaymentProvider::name))
                .map(this::of)
                .toList();
    }

    private Limits of(PaymentProvider provider) {
        ProviderAccount account = ProviderAccount.of(provider);
        Optional<Long> allotted = provider.readBudget().map(budget -> budget.of(budgets.paidRecently(provider.name())));
        List<String> waits = Stream.concat(
                        holds.of(provider.name()).map(Hold::sentence).stream(),
                        pauses.inForce(account).stream()
                                .map(pause ->
                                        "%s until %s: %s".formatted(pause.scope(), pause.untilTime(), pause.reason())))
                .toList();
        return new Limits(provider.name(), provider.account(), budgets.recent(account), allotted, waits);
    }

    /**
     * Of one account.
     *
     * @param readsAllotted in 30 days; empty = the provider names no such budget
     * @param waits why calls wait now, one text for each reason
     */
    public record Limits(
            String provider,
            String account,
            CallBudgets.Calls calls,
            Optional<Long> readsAllotted,
            List<String> waits) {
        public Limits {
            waits = List.copyOf(waits);
        }
    }
}
