package dev.tallygate.paystack;

import dev.tallygate.payment.Call;
import dev.tallygate.payment.InvoiceFacts;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our ids: as metadata of a customer and a charge, and in the description of a payment request, which has no other place for them: {@code
 * [tallygate:INSTALLATION:INVOICE_ID]}. By it a request is found again when its answer was lost.
 */
final class PaystackMarks {
    static final String INSTALLATION = "app_installation";
    static final String CUSTOMER = "app_user_id";
    static final String INVOICE = "app_invoice_id";

    private static final Pattern TOKEN = Pattern.compile("\\[tallygate:([^:\\[\\]]+):([^:\\[\\]]+)]");

    private PaystackMarks() {}

    static String token(Call.InvoiceReference invoice) {
        return "[tallygate:%s:%s]".formatted(invoice.installationId(), invoice.invoiceId());
    }

    static Optional<InvoiceFacts.Marks> read(String description) {
        Matcher token = TOKEN.matcher(description);
        return token.find() ? Optional.of(new InvoiceFacts.Marks(token.group(1), token.group(2))) : Optional.empty();
    }
}
