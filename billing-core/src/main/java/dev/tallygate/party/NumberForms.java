package dev.tallygate.party;

import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a legal entity's numbers look: text around {@code {year}} and {@code {number}}, which has six digits or more.
 *
 * @param invoices form of invoices, such as {@code INV-{year}-{number}}
 * @param creditNotes form of credit notes, another one
 */
public record NumberForms(String invoices, String creditNotes) {
    public static final NumberForms PLAIN = new NumberForms("INV-{year}-{number}", "CN-{year}-{number}");

    private static final String YEAR = "{year}";
    private static final String NUMBER = "{number}";
    private static final Pattern SHAPE =
            Pattern.compile("[A-Za-z0-9/._-]{0,20}\\{year}[A-Za-z0-9/._-]{1,10}\\{number}");

    /** Throws {@code FIELD_INVALID} for a form from which a number could come twice. */
    void check(String path) {
        checkForm(path + "invoice_numbers", invoices);
        checkForm(path + "credit_note_numbers", creditNotes);
        if (invoices.equals(creditNotes)) {
            throw Rejected.field(
                    Reason.FIELD_INVALID, path + "credit_note_numbers", creditNotes, "another form than invoices have");
        }
    }

    private static void checkForm(String field, String form) {
        if (!SHAPE.matcher(form).matches()) {
            throw Rejected.field(
                    Reason.FIELD_INVALID,
                    field,
                    form,
                    "letters, digits and /._- before {year}, some of them, then {number}: INV-{year}-{number}");
        }
    }

    /** The form of a series; it is also what its counter is kept under. */
    public String of(NumberSeries series) {
        return switch (series) {
            case INVOICE -> invoices;
            case CREDIT_NOTE -> creditNotes;
        };
    }

    /** {@code INV-2026-000123}. */
    public static String number(String form, int year, long number) {
        return form.replace(YEAR, String.valueOf(year)).replace(NUMBER, String.format(Locale.ROOT, "%06d", number));
    }
}
