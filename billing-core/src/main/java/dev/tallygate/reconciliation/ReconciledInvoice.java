package dev.tallygate.reconciliation;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.money.Money;
import dev.tallygate.payment.BookedMoney;
import dev.tallygate.payment.Carried;
import dev.tallygate.payment.DeliveryView;
import dev.tallygate.payment.MoneyKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One invoice with all that is known of it here.
 *
 * @param customerObjectId its customer's name at the provider; empty = it has none yet
 * @param money what came and went, row by row
 * @param carried what a later invoice collects of it, and what it collects of earlier ones
 * @param unended the first call about it that has not ended
 */
record ReconciledInvoice(
        Invoice invoice,
        String customerId,
        String customerObjectId,
        List<BookedMoney> money,
        Carried carried,
        Optional<DeliveryView> unended) {

    String provider() {
        return invoice.reference().provider();
    }

    String id() {
        return invoice.id().toString();
    }

    /** Its name at the provider; empty = it has none yet. */
    String objectId() {
        String id = invoice.reference().providerInvoiceId();
        return id == null ? "" : id;
    }

    /** What came, by the rows. */
    Money received() {
        return sum(row -> row.kind().isReceived());
    }

    /** Credits and what was carried on: why less, or more, came. */
    Money setOff() {
        return sum(row -> !row.kind().isReceived() && !isBack(row));
    }

    /** What went back for good, below zero. */
    Money gone() {
        return sum(row -> isBack(row) && row.state() == BookedMoney.State.DONE);
    }

    static boolean isBack(BookedMoney row) {
        return row.kind() == MoneyKind.REFUND || row.kind() == MoneyKind.DISPUTE;
    }

    private Money sum(Predicate<BookedMoney> which) {
        return money.stream()
                .filter(which)
                .map(BookedMoney::amount)
                .filter(amount -> amount.currency().equals(invoice.total().currency()))
                .reduce(Money.zero(invoice.total().currency()), Money::plus);
    }

    Difference.About about(String what) {
        return new Difference.About(customerId, id(), provider(), objectId(), what);
    }
}
