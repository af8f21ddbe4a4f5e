package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What a credit note credits: lines of its invoice, lines of its own, or just an amount. */
final class CreditLines {
    /** As many as are shown inside the note; more are refused, so that no page is missing. */
    private static final int LINES_MAX = 10;

    private final InvoiceBook book;

    CreditLines(InvoiceBook book) {
        this.book = book;
    }

    List<ObjectNode> read(Parameters parameters, Change change, ObjectNode invoice) {
        List<Parameters> wanted = parameters.each("lines");
        if (wanted.isEmpty()) {
            if (parameters.text("amount").isEmpty()) {
                throw ParameterRefused.missing("amount");
            }
            return List.of(line("custom_line_item", parameters.number("amount").orElse(0L), "Credit"));
        }
        if (wanted.size() > LINES_MAX || parameters.text("amount").isPresent()) {
            throw ParameterRefused.invalid(
                    "lines",
                    "lines: " + wanted.size() + " (expected: at most " + LINES_MAX + ", and no amount beside)");
        }
        List<ObjectNode> lines = new ArrayList<>();
        for (Parameters one : wanted) {
            ObjectNode line =
                    one.choice("type", "custom_line_item", "invoice_line_item").equals("invoice_line_item")
                            ? ofInvoice(one, change, invoice)
                            : ofItsOwn(one);
            one.refuseUnknown();
            lines.add(line);
        }
        return lines;
    }

    private ObjectNode ofInvoice(Parameters one, Change change, ObjectNode invoice) {
        String id = one.required("invoice_line_item");
        ObjectNode credited = book.lines(change, invoice).stream()
                .filter(line -> Json.string(line, "id").equals(id))
                .findFirst()
                .orElseThrow(() -> ParameterRefused.invalid("lines", "No such line of this invoice: " + id));
        long whole = Json.number(credited, "amount");
        one.accept("quantity");
        long amount = one.number("amount").orElse(whole);
        if (amount > whole) {
            throw ParameterRefused.invalid(
                    "lines", "amount: " + amount + " (expected: at most the line's " + whole + ")");
        }
        ObjectNode line = line(
                "invoice_line_item", amount, Json.text(credited, "description").orElse(""));
        return line.put("invoice_line_item", id);
    }

    private ObjectNode ofItsOwn(Parameters one) {
        long unit = one.number("unit_amount").orElseThrow(() -> ParameterRefused.missing("lines[unit_amount]"));
        long quantity = one.number("quantity").orElse(1L);
        ObjectNode line = line("custom_line_item", Math.multiplyExact(unit, quantity), one.required("description"));
        return line.put("quantity", quantity).put("unit_amount", unit).put("unit_amount_decimal", Long.toString(unit));
    }

    private ObjectNode line(String type, long amount, String description) {
        ObjectNode line = Json.template(Kind.class, "credit_note_line_item.json");
        line.put("id", book.events().newId(Kind.CREDIT_NOTE).replaceFirst("^cn_", "cnli_"));
        return line.put("type", type).put("amount", amount).put("description", description);
    }
}
