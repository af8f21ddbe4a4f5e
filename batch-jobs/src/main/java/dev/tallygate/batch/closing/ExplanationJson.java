package dev.tallygate.batch.closing;

import dev.tallygate.batch.cli.Listing;
import dev.tallygate.invoice.Finding;
import dev.tallygate.invoice.LineExplanation;
import dev.tallygate.invoice.PriceWalk;
import java.util.List;
import java.util.Optional;

/** A line explained for programs; the names are those of the contract. */
final class ExplanationJson {
    private ExplanationJson() {}

    static Listing<LineExplanation> listing() {
        return new Listing<LineExplanation>()
                .column("invoice_id", line -> line.invoice().id())
                .column("line_number", line -> line.line().lineNumber())
                .column("kind", line -> line.line().kind())
                .column("description", line -> line.line().description())
                .column("amount", line -> line.line().amount())
                .column("proved", LineExplanation::isProved)
                .column(
                        "basis",
                        line -> line.rated()
                                .map(rated -> rated().objects(List.of(rated)).getFirst()));
    }

    private static Listing<LineExplanation.Rated> rated() {
        return new Listing<LineExplanation.Rated>()
                .column("period", rated -> rated.line().key().period().label())
                .column("window_start", rated -> rated.line().key().windowStart())
                .column("charge_id", rated -> rated.line().key().chargeId())
                .column("rating_key", rated -> rated.line().key().ratingKey())
                .column("plan", rated -> rated.charge().plan())
                .column("plan_line", rated -> rated.charge().text().lineNumber())
                .column(
                        "plan_text",
                        rated -> String.join("\n", rated.charge().text().lines()))
                .column("meters", rated -> rated.walk().meters())
                .column("quantity", rated -> rated.line().basis().quantity())
                .column("allowance_used", rated -> rated.line().basis().allowanceUsed())
                .column("per", rated -> rated.walk().per())
                .column("tiers", rated -> tiers().objects(rated.walk().tiers()))
                .column("unrounded_amount", rated -> rated.line().basis().unroundedAmount())
                .column("prior_amount", rated -> rated.line().prior())
                .column("prior_lines", rated -> prior().objects(rated.prior()))
                .column(
                        "events",
                        rated -> events().objects(List.of(rated.events())).getFirst())
                .column("through_seq", rated -> rated.line().basis().throughSeq())
                .column("replayed_unrounded_amount", rated -> rated.replay().unroundedAmount())
                .column("replayed_amount", rated -> rated.replay().amount())
                .column(
                        "differences",
                        rated -> rated.replay().findings().stream()
                                .map(Finding::display)
                                .toList());
    }

    private static Listing<PriceWalk.Tier> tiers() {
        return new Listing<PriceWalk.Tier>()
                .column("up_to", tier -> Optional.ofNullable(tier.upTo()))
                .column("price", PriceWalk.Tier::price)
                .column("quantity", PriceWalk.Tier::quantity);
    }

    private static Listing<LineExplanation.PriorLine> prior() {
        return new Listing<LineExplanation.PriorLine>()
                .column("invoice_id", LineExplanation.PriorLine::invoiceId)
                .column("line_number", LineExplanation.PriorLine::lineNumber)
                .column("status", LineExplanation.PriorLine::status)
                .column("amount", LineExplanation.PriorLine::amount);
    }

    private static Listing<LineExplanation.Events> events() {
        return new Listing<LineExplanation.Events>()
                .column("count", LineExplanation.Events::count)
                .column("first_seq", LineExplanation.Events::firstSeq)
                .column("last_seq", LineExplanation.Events::lastSeq)
                .column("quantity", LineExplanation.Events::quantity)
                .column("late", LineExplanation.Events::late)
                .column("correcting", LineExplanation.Events::correcting);
    }
}
