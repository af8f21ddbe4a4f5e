package dev.tallygate.document;

import static dev.tallygate.document.Markup.text;

import dev.tallygate.invoice.InvoiceLine;
import dev.tallygate.invoice.LineKey;
import dev.tallygate.invoice.LineKind;
import dev.tallygate.invoice.PriceWalk;
import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** The lines of a document: those of its own period, then those that correct earlier ones, then what is carried. */
final class LineTable {
    private final Document document;
    private final Figures figures;
    private final StringBuilder rows = new StringBuilder();

    LineTable(Document document, Figures figures) {
        this.document = document;
        this.figures = figures;
    }

    String html() {
        String code = document.invoice().total().currency().getCurrencyCode();
        List<InvoiceLine.Rated> rated = document.lines().stream()
                .filter(InvoiceLine.Rated.class::isInstance)
                .map(InvoiceLine.Rated.class::cast)
                .toList();
        rated.stream().filter(line -> isOwn(line.key())).forEach(this::addRated);
        addCorrections(rated.stream().filter(line -> !isOwn(line.key())).toList());
        addCarried();
        return """
                <table class="lines">
                <thead><tr><th class="wide">Description</th><th class="figure">Quantity</th><th class="figure">Price</th>\
                <th class="figure">Amount in %s</th></tr></thead>
                <tbody>
                %s</tbody>
                </table>
                """.formatted(code, rows);
    }

    private boolean isOwn(LineKey key) {
        return key.period().equals(document.invoice().period())
                && !document.invoice().isCreditNote();
    }

    private void addCorrections(List<InvoiceLine.Rated> lines) {
        BillingPeriod shown = null;
        for (InvoiceLine.Rated line : lines) {
            if (!line.key().period().equals(shown)) {
                shown = line.key().period();
                addSection("Correction of " + Figures.month(shown), Figures.dates(shown));
            }
            addRated(line);
        }
    }

    private void addCarried() {
        List<InvoiceLine> carried = document.lines().stream()
                .filter(line -> line.kind() == LineKind.CARRY)
                .toList();
        if (!carried.isEmpty()) {
            addSection("Carried amounts", "");
            carried.forEach(line -> addRow("line", text(line.description()), "", "", amount(line.amount())));
        }
    }

    private void addSection(String title, String detail) {
        rows.append("<tr class=\"section\"><td colspan=\"4\">%s<span class=\"quiet\"> %s</span></td></tr>\n"
                .formatted(text(title), text(detail)));
    }

    private void addRated(InvoiceLine.Rated line) {
        PriceWalk walk = line.basis().walk();
        if (line.kind() == LineKind.USAGE) {
            addUsage(line, walk);
        } else {
            BigDecimal minimum = walk.terms().minimum();
            String name = name(line.key().chargeId())
                    + (minimum == null ? "" : ": up to its minimum of " + figures.price(minimum, exponent()));
            addRow("line", "<b>" + text(name) + "</b>", "", "", amount(line.amount()));
        }
        addPrior(line);
    }

    private void addUsage(InvoiceLine.Rated line, PriceWalk walk) {
        String model = line.key().ratingKey();
        String title = "<b>" + text(model.isEmpty() ? name(line.key().chargeId()) : model) + "</b>";
        String unit = Meters.named(walk.meters());
        String charge = model.isEmpty() ? unit : name(line.key().chargeId()) + ": " + unit;
        String quantity = figures.quantity(line.basis().quantity());
        boolean isPlain = walk.tiers().size() == 1
                && line.basis().allowanceUsed() == 0
                && walk.terms().packageSize() == 0
                && walk.terms().maximum() == null;
        String price = isPlain ? price(walk.tiers().getFirst(), walk.per()) : "";
        addRow(
                "line",
                title + "<br/><span class=\"quiet\">" + text(charge) + "</span>",
                quantity,
                price,
                amount(line.amount()));
        if (!isPlain) {
            addSteps(line, walk);
        }
    }

    private void addSteps(InvoiceLine.Rated line, PriceWalk walk) {
        long free = line.basis().allowanceUsed();
        if (free != 0) {
            addRow("step", "included in the plan", figures.quantity(free), "free", "");
        }
        long from = 1;
        for (PriceWalk.Tier tier : walk.tiers()) {
            addStep(walk, tier, from);
            Long upTo = tier.upTo();
            from = upTo == null ? from : upTo + 1;
        }
        BigDecimal maximum = walk.terms().maximum();
        if (maximum != null) {
            addRow("step", text("at most " + figures.price(maximum, exponent())), "", "", "");
        }
    }

    private void addStep(PriceWalk walk, PriceWalk.Tier tier, long from) {
        boolean isOpen = walk.tiers().size() == 1 && tier.upTo() == null;
        long size = walk.terms().packageSize();
        String what = isOpen ? "beyond that" : bounds(from, tier);
        String packages = "packages of " + figures.quantity(size) + (isOpen ? "" : ", " + what);
        addRow(
                "step",
                text(size == 0 ? what : packages),
                figures.quantity(tier.quantity()),
                price(tier, walk.per()),
                figures.tierAmount(walk.amountOf(tier), exponent()));
    }

    private String bounds(long from, PriceWalk.Tier tier) {
        Long upTo = tier.upTo();
        return upTo == null
                ? "units from " + figures.quantity(from)
                : "units " + figures.quantity(from) + " to " + figures.quantity(upTo);
    }

    private String price(PriceWalk.Tier tier, long per) {
        String price = figures.price(tier.price(), exponent());
        return per <= 1 ? price : price + " <span class=\"quiet\">/ " + figures.quantity(per) + "</span>";
    }

    private void addPrior(InvoiceLine.Rated line) {
        if (!line.prior().isZero()) {
            Money now = line.prior().plus(line.amount());
            addRow(
                    "step",
                    text("now %s; invoiced before: %s".formatted(figures.amount(now), figures.amount(line.prior()))),
                    "",
                    "",
                    "");
        }
    }

    private void addRow(String kind, String what, String quantity, String price, String amount) {
        rows.append(
                "<tr class=\"%s\"><td>%s</td><td class=\"figure\">%s</td><td class=\"figure\">%s</td><td class=\"figure\">%s</td></tr>\n"
                        .formatted(kind, what, text(quantity), price, text(amount)));
    }

    private String amount(Money money) {
        return figures.amount(money);
    }

    private int exponent() {
        return document.invoice().total().exponent();
    }

    /** {@code api-calls} as people write it: {@code Api calls}. */
    private static String name(String chargeId) {
        String words = chargeId.replace('_', ' ').replace('-', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
