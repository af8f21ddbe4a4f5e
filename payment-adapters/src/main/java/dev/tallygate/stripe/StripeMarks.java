package dev.tallygate.stripe;

import dev.tallygate.payment.Call;
import dev.tallygate.payment.RatedCall;
import java.util.HashMap;
import java.util.Map;

/** Our ids as metadata on Stripe's objects: how an object is found again when its answer was lost. */
final class StripeMarks {
    static final String INSTALLATION = "app_installation";
    static final String CUSTOMER = "app_user_id";
    static final String INVOICE = "app_invoice_id";
    static final String REVISION = "app_invoice_rev";
    static final String LINE = "app_line_id";

    /** On a credit note, which carries the marks of the adjustment that it is: the invoice that it is of. */
    static final String CREDITED = "app_credited_invoice_id";

    /** In place of a line's number, of an item for what came too late for its invoice. */
    static final String LATE = "late";

    private StripeMarks() {}

    static Map<String, String> of(Call.CreateCustomer call) {
        return Map.of(INSTALLATION, call.installationId(), CUSTOMER, call.customerId());
    }

    static Map<String, String> of(Call.InvoiceReference invoice) {
        return Map.of(
                INSTALLATION,
                invoice.installationId(),
                INVOICE,
                invoice.invoiceId(),
                REVISION,
                Integer.toString(invoice.revision()));
    }

    static Map<String, String> of(Call.AddLine call) {
        return Map.of(
                INSTALLATION, call.draft().invoice().installationId(),
                INVOICE, call.draft().invoice().invoiceId(),
                LINE, Integer.toString(call.line().number()));
    }

    static Map<String, String> of(Call.CreateCreditNote call) {
        Map<String, String> marks = new HashMap<>(of(call.invoice()));
        marks.put(CREDITED, call.settledTerms().originalId());
        return marks;
    }

    static Map<String, String> of(RatedCall.AddItem call) {
        return Map.of(
                INSTALLATION,
                call.invoice().installationId(),
                INVOICE,
                call.invoice().invoiceId(),
                LINE,
                LATE);
    }

    /** Whether an object carries these marks, perhaps among others. */
    static boolean carries(Map<String, String> metadata, Map<String, String> marks) {
        return metadata.entrySet().containsAll(marks.entrySet());
    }
}
