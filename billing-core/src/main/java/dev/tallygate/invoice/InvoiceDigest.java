package dev.tallygate.invoice;

import dev.tallygate.database.Bytes;
import java.util.List;

/** What an invoice may never change once it is finalized, as one SHA-256 in hexadecimal digits. Status, money and due dates are not part of it. */
final class InvoiceDigest {
    private final StringBuilder text = new StringBuilder();

    private InvoiceDigest() {}

    /** @param parties the JSON as it is stored */
    static String of(Invoice invoice, List<InvoiceLine> lines, String parties) {
        InvoiceDigest digest = new InvoiceDigest();
        digest.add(
                invoice.id(),
                invoice.period().start(),
                invoice.period().end(),
                invoice.total().display());
        digest.add(invoice.planVersionId(), invoice.reference().provider(), number(invoice));
        digest.add(String.valueOf(invoice.times().finalizedTime()), parties);
        lines.forEach(digest::addLine);
        return Bytes.sha256Hex(digest.text.toString());
    }

    private static String number(Invoice invoice) {
        return String.valueOf(invoice.reference().number());
    }

    private void addLine(InvoiceLine line) {
        add(line.lineNumber(), line.kind(), line.amount().display(), line.description());
        if (line instanceof InvoiceLine.Rated rated) {
            LineKey key = rated.key();
            add(key.period().start(), key.period().end(), key.windowStart(), key.chargeId(), key.ratingKey());
            LineBasis basis = rated.basis();
            add(basis.planVersionId(), basis.throughSeq(), basis.quantity(), basis.allowanceUsed());
            add(basis.unroundedAmount().stripTrailingZeros().toPlainString(), basis.explanation());
            add(rated.prior().display());
        }
    }

    /** With its length before it, so that no two texts run together into the same. */
    private void add(Object... values) {
        for (Object value : values) {
            String written = String.valueOf(value);
            text.append(written.length()).append(':').append(written).append('\n');
        }
    }
}
