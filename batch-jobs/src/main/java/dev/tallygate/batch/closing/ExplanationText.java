package dev.tallygate.batch.closing;

import dev.tallygate.invoice.Finding;
import dev.tallygate.invoice.InvoiceLine;
import dev.tallygate.invoice.LineExplanation;
import dev.tallygate.invoice.PriceWalk;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A line explained in words and sums that a person can check by hand. */
final class ExplanationText {
    private static final int NAME_WIDTH = 10;
    private static final int AMOUNT_COLUMN = 62;
    private static final int PLAN_LINES_MAX = 12;

    private final PrintWriter out;

    ExplanationText(PrintWriter out) {
        this.out = out;
    }

    void print(LineExplanation explanation) {
        InvoiceLine line = explanation.line();
        out.println("%s line %d: %s".formatted(explanation.invoice().id(), line.lineNumber(), line.description()));
        out.println();
        explanation.rated().ifPresentOrElse(this::printRated, () -> printCarry(line));
    }

    private void printCarry(InvoiceLine line) {
        say("carried", "money of other invoices, which no usage stands behind");
        amount("line", "", Figures.withCurrency(line.amount()));
    }

    private void printRated(LineExplanation.Rated rated) {
        plan(rated.charge());
        switch (rated.line().kind()) {
            case FLAT -> fee(rated);
            case MINIMUM -> missing(rated);
            case USAGE, CARRY -> {
                counted(rated);
                priced(rated);
            }
        }
        money(rated);
        proof(rated);
    }

    private void plan(LineExplanation.Charge charge) {
        boolean isFound = charge.text().lineNumber() > 0;
        say("plan", charge.plan() + (isFound ? ", line " + charge.text().lineNumber() + " of its definition:" : ""));
        List<String> lines = charge.text().lines();
        lines.stream().limit(PLAN_LINES_MAX).forEach(line -> say("", "  " + line));
        if (lines.size() > PLAN_LINES_MAX) {
            say("", "  ... (%d lines more)".formatted(lines.size() - PLAN_LINES_MAX));
        }
    }

    private void fee(LineExplanation.Rated rated) {
        BigDecimal whole = rated.walk().terms().flatAmount();
        if (whole != null) {
            amount("fee", "for the whole of " + rated.line().key().period().label(), Figures.exact(whole));
        }
        amount(
                "its part",
                "by microseconds of the window",
                Figures.exact(rated.line().basis().unroundedAmount()));
    }

    private void missing(LineExplanation.Rated rated) {
        BigDecimal minimum = rated.walk().terms().minimum();
        if (minimum != null) {
            amount("minimum", "of the charge in " + rated.line().key().period().label(), Figures.exact(minimum));
        }
        amount(
                "missing",
                "to it, beside the lines of the charge",
                Figures.exact(rated.line().basis().unroundedAmount()));
    }

    private void counted(LineExplanation.Rated rated) {
        InvoiceLine.Rated line = rated.line();
        LineExplanation.Events events = rated.events();
        String unit = String.join(" + ", rated.walk().meters());
        String key =
                line.key().ratingKey().isEmpty() ? "all models" : line.key().ratingKey();
        say(
                "counted",
                "%s %s of %s, used in %s"
                        .formatted(
                                Figures.of(line.basis().quantity()),
                                unit,
                                key,
                                line.key().period().label()));
        if (events.count() > 0) {
            say(
                    "",
                    "in %s events, seq %d to %d%s"
                            .formatted(
                                    Figures.of(events.count()), events.firstSeq(), events.lastSeq(), unusual(events)));
        }
        if (line.basis().allowanceUsed() != 0) {
            say("free", "%s by allowance".formatted(Figures.of(line.basis().allowanceUsed())));
        }
    }

    private static String unusual(LineExplanation.Events events) {
        List<String> parts = new ArrayList<>();
        if (events.late() > 0) {
            parts.add(Figures.of(events.late()) + " recorded after the close");
        }
        if (events.correcting() > 0) {
            parts.add(Figures.of(events.correcting()) + " correcting others");
        }
        return parts.isEmpty() ? "" : "; " + String.join(", ", parts);
    }

    private void priced(LineExplanation.Rated rated) {
        PriceWalk walk = rated.walk();
        String name = "priced";
        for (PriceWalk.Tier tier : walk.tiers()) {
            amount(name, tier(tier, walk), Figures.exact(walk.amountOf(tier)));
            name = "";
        }
        BigDecimal maximum = walk.terms().maximum();
        if (maximum != null) {
            amount("at most", "in a period", Figures.exact(maximum));
        }
        amount(
                walk.tiers().isEmpty() ? name : "exactly",
                "",
                Figures.exact(rated.line().basis().unroundedAmount()));
    }

    private static String tier(PriceWalk.Tier tier, PriceWalk walk) {
        Long upTo = tier.upTo();
        long size = walk.terms().packageSize();
        return "%s%s at %s%s%s"
                .formatted(
                        Figures.of(tier.quantity()),
                        size == 0 ? "" : " packages of " + Figures.of(size),
                        Figures.exact(tier.price()),
                        walk.per() == 1 ? " each" : " per " + Figures.of(walk.per()),
                        upTo == null ? "" : " (up to %s)".formatted(Figures.of(upTo)));
    }

    private void money(LineExplanation.Rated rated) {
        InvoiceLine.Rated line = rated.line();
        amount(
                "rounded",
                "once, half to even, to the %d places of %s"
                        .formatted(line.amount().exponent(), line.amount().currency()),
                Figures.of(line.amount().plus(line.prior())));
        for (LineExplanation.PriorLine prior : rated.prior()) {
            amount(
                    "less",
                    "%s line %d (%s)".formatted(prior.invoiceId(), prior.lineNumber(), prior.status()),
                    Figures.of(prior.amount()));
        }
        if (rated.prior().isEmpty() && !line.prior().isZero()) {
            amount("less", "invoiced before", Figures.of(line.prior()));
        }
        amount("line", "", Figures.withCurrency(line.amount()));
    }

    private void proof(LineExplanation.Rated rated) {
        LineExplanation.Replay replay = rated.replay();
        out.println();
        if (replay.isEqual()) {
            say(
                    "replayed",
                    "from the rows up to seq %d: equal to the minor unit"
                            .formatted(rated.line().basis().throughSeq()));
            return;
        }
        say("replayed", "NOT EQUAL; this line is not what its rows give");
        for (Finding finding : replay.findings()) {
            say("", finding.display());
        }
    }

    private void say(String name, String text) {
        out.println((Figures.left(name, NAME_WIDTH) + " " + text).stripTrailing());
    }

    private void amount(String name, String text, String amount) {
        String beginning = Figures.left(name, NAME_WIDTH) + " " + text + " ";
        int width = Math.max(AMOUNT_COLUMN + 8 - beginning.length(), amount.length());
        out.println(beginning + Figures.right(amount, width));
    }
}
