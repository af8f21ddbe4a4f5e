package dev.tallygate.invoice;

import dev.tallygate.money.Money;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One customer at the moment of drafting, under its gate.
 *
 * @param periods closed periods whose lines may not equal rounded amounts, none of them parked, by start
 * @param balances −Σ carry lines of invoices that are not void; below 0 = in the customer's favour
 * @param moreToCome currencies in which a further PERIOD invoice will come: one of an open or a parked period
 */
record Account(long customerKey, List<ClosedPeriod> periods, Map<Currency, Money> balances, Set<Currency> moreToCome) {
    Account {
        periods = List.copyOf(periods);
        balances = Map.copyOf(balances);
        moreToCome = Set.copyOf(moreToCome);
    }

    Money balance(Currency currency) {
        return balances.getOrDefault(currency, new Money(0, currency));
    }
}
