package dev.tallygate.document;

import static dev.tallygate.document.Markup.text;

import dev.tallygate.invoice.InvoiceLine;
import dev.tallygate.invoice.LineKind;
import dev.tallygate.invoice.PriceWalk;
import java.util.Map;
import java.util.TreeMap;

/** How much of each meter each model used in the document's own period, as its lines have counted it. */
final class ModelTable {
    private final Document document;
    private final Figures figures;
    private final Map<String, Map<String, Long>> byModel = new TreeMap<>();

    ModelTable(Document document, Figures figures) {
        this.document = document;
        this.figures = figures;
        document.lines().forEach(this::count);
    }

    private void count(InvoiceLine line) {
        if (line instanceof InvoiceLine.Rated rated
                && rated.kind() == LineKind.USAGE
                && rated.key().period().equals(document.invoice().period())) {
            count(rated, rated.basis().walk());
        }
    }

    private void count(InvoiceLine.Rated line, PriceWalk walk) {
        String unit = Meters.named(walk.meters());
        Map<String, Long> models =
                walk.models().isEmpty() && !line.key().ratingKey().isEmpty()
                        ? Map.of(line.key().ratingKey(), line.basis().quantity())
                        : walk.models();
        models.forEach((model, quantity) -> {
            String name = model.isEmpty() ? "without a model" : model;
            byModel.computeIfAbsent(name, key -> new TreeMap<>()).merge(unit, quantity, Math::max);
        });
    }

    /** Empty where no line knows its models. */
    String html() {
        if (byModel.isEmpty()) {
            return "";
        }
        StringBuilder rows = new StringBuilder();
        byModel.forEach((model, quantities) -> rows.append(rows(model, quantities)));
        return """
                <div class="models">
                <h2>Usage by model</h2>
                <table class="lines">
                <thead><tr><th>Model</th><th>Unit</th><th class="figure">Quantity</th></tr></thead>
                <tbody>
                %s</tbody>
                </table>
                </div>
                """.formatted(rows);
    }

    private String rows(String model, Map<String, Long> quantities) {
        StringBuilder rows = new StringBuilder();
        quantities.forEach((unit, quantity) ->
                rows.append("<tr class=\"line\"><td>%s</td><td>%s</td><td class=\"figure\">%s</td></tr>\n"
                        .formatted(rows.isEmpty() ? text(model) : "", text(unit), text(figures.quantity(quantity)))));
        return rows.toString();
    }
}
