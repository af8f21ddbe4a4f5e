package dev.tallygate.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.money.Money;
import java.util.Currency;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreditSplitTest {
    private static final Currency DOLLARS = Currency.getInstance("USD");

    @ParameterizedTest(name = "{0} remaining, a note of {1}")
    @CsvSource(textBlock = """
                    1000, 300,  300, 0
                    300,  300,  300, 0
                    299,  300,  299, 1
                    0,    300,  0,   300
                    -5,   300,  0,   300
                    """)
    void whatIsOwedIsLoweredFirst(long remaining, long note, long lowered, long balance) {
        InvoiceFacts original = new InvoiceFacts(
                "in_1",
                Optional.empty(),
                InvoiceFacts.Status.OPEN,
                usd(1_000),
                new InvoiceFacts.Payment(usd(1_000 - remaining), usd(remaining)),
                Optional.empty(),
                Optional.empty());

        CreditSplit split = CreditSplit.of(original, usd(note));

        assertThat(split).isEqualTo(new CreditSplit(usd(lowered), usd(balance)));
        assertThat(split.amount()).isEqualTo(usd(note));
    }

    private static Money usd(long cents) {
        return new Money(cents, DOLLARS);
    }
}
