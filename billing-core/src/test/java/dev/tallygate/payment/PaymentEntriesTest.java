package dev.tallygate.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.operation.Parked;
import org.junit.jupiter.api.Test;

class PaymentEntriesTest {
    private static final String FIRST = "inv_7_20261001_P1";
    private static final String TENTH = "inv_7_20261001_P10";

    @Test
    void anEntryIsOfItsOwnInvoiceAndNotOfOneWhoseIdBeginsTheSame() {
        Parked.ParkedKey money = new Parked.ParkedKey(7, PaymentEntries.ofMoney(TENTH));
        Parked.ParkedKey back = new Parked.ParkedKey(7, PaymentEntries.ofBack(TENTH, "re_1"));

        assertThat(PaymentEntries.isOfMoney(money, TENTH)).isTrue();
        assertThat(PaymentEntries.isOfMoney(money, FIRST)).isFalse();
        assertThat(PaymentEntries.isOfBack(back, TENTH)).isTrue();
        assertThat(PaymentEntries.isOfBack(back, FIRST)).isFalse();
        assertThat(PaymentEntries.isOfBack(money, TENTH)).isFalse();
    }
}
