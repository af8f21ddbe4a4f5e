package dev.tallygate.invoice;

import dev.tallygate.money.Money;
import dev.tallygate.rating.FlatFee;
import dev.tallygate.usage.PeriodChange;
import dev.tallygate.usage.SubscribedPeriod;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a change of a closed period would bring its customer's next invoice; reads only. */
public final class PendingLines {
    private final InvoicedRepository invoiced;

    public PendingLines(JdbcClient jdbc) {
        this.invoiced = new InvoicedRepository(jdbc);
    }

    /**
     * The lines that the period would still owe: rounded A of each key after the change, less what is invoiced for it; what
     * was pending before is among them. None of a period that is open: its own invoice has all of it.
     *
     * @throws ArithmeticException where an amount passes 64 bits of minor units
     */
    public List<InvoiceLine.Rated> of(PeriodChange change) {
        if (!change.closed()) {
            return List.of();
        }
        List<InvoicedKey> keys = invoiced.invoicedKeys(List.of(change.key())).getOrDefault(change.key(), List.of());
        List<KeyAmount> amounts = KeyAmounts.of(change.after().usage(), windows(change.after()), 0);
        return Differences.of(amounts, keys, Money.zero(change.currency()), 0);
    }

    private static List<FlatFee.Stretch> windows(SubscribedPeriod period) {
        List<FlatFee.Stretch> windows = new ArrayList<>();
        for (int i = 0; i < period.windows().size(); i++) {
            windows.add(new FlatFee.Stretch(
                    period.windows().get(i).start(),
                    period.windows().get(i).end(),
                    period.usage().windows().get(i).version()));
        }
        return windows;
    }
}
