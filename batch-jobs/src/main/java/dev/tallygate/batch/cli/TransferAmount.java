package dev.tallygate.batch.cli;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.money.Money;
import dev.tallygate.payment.ReportedPayment;
import dev.tallygate.payment.ReportedPayments;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.regex.Pattern;

/** The money of {@code invoices mark-paid}: read as it was typed, and what came of it in a sentence. */
final class TransferAmount {
    private static final Pattern PLAIN = Pattern.compile("\\d{1,15}(\\.\\d{1,6})?");

    private TransferAmount() {}

    /** Exact; more decimals than the currency has are refused, not rounded. */
    static Money parse(String typed, Currency currency) {
        int places = currency.getDefaultFractionDigits();
        if (!PLAIN.matcher(typed).matches() || new BigDecimal(typed).scale() > places) {
            String example = new BigDecimal("120").setScale(places).toPlainString();
            throw Rejected.field(
                    Reason.FIELD_INVALID,
                    "amount",
                    typed,
                    "an amount in %s with at most %d decimals, such as %s".formatted(currency, places, example));
        }
        return new Money(new BigDecimal(typed).setScale(places).unscaledValue().longValueExact(), currency);
    }

    static String sentence(ReportedPayments.Report report, ReportedPayment payment) {
        Invoice invoice = report.invoice();
        String amount = payment.amount().display();
        return switch (report.result()) {
            case PAID ->
                "%s: PAID with %s, reference %s"
                        .formatted(invoice.id(), invoice.amountPaid().display(), payment.reference());
            case REPEATED ->
                "%s: %s under reference %s was reported before; nothing changed, it is %s"
                        .formatted(invoice.id(), amount, payment.reference(), invoice.status());
            case PARKED ->
                "%1$s: received %2$s, total %3$s: parked, it is %4$s (./tallygate parked show payment:%1$s)"
                        .formatted(
                                invoice.id(),
                                invoice.amountPaid().display(),
                                invoice.total().display(),
                                invoice.status());
        };
    }
}
