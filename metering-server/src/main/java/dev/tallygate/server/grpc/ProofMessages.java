package dev.tallygate.server.grpc;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.invoice.BillOutcome;
import dev.tallygate.invoice.DraftedInvoice;
import dev.tallygate.invoice.Finding;
import dev.tallygate.invoice.InvoicePreview;
import dev.tallygate.invoice.LineExplanation;
import dev.tallygate.invoice.PriceWalk;
import dev.tallygate.v1.InvoiceLineExplanation;
import dev.tallygate.v1.PendingDifference;
import dev.tallygate.v1.PreviewInvoiceResponse;
import dev.tallygate.v1.PreviewedInvoice;
import dev.tallygate.v1.PreviewedParking;
import dev.tallygate.v1.PriorLine;
import dev.tallygate.v1.WalkedTier;

/** Explanations and previews, from the core's types to messages. */
final class ProofMessages {
    private final PlanCatalog plans;

    ProofMessages(PlanCatalog plans) {
        this.plans = plans;
    }

    InvoiceLineExplanation toProto(LineExplanation explanation) {
        InvoiceLineExplanation.Builder message = InvoiceLineExplanation.newBuilder()
                .setLine(InvoiceMessages.toProto(explanation.line()))
                .setProved(explanation.isProved());
        explanation.rated().ifPresent(rated -> putRated(message, rated));
        return message.build();
    }

    private void putRated(InvoiceLineExplanation.Builder message, LineExplanation.Rated rated) {
        PlanVersion version = plans.version(rated.line().basis().planVersionId());
        message.setPlanId(version.plan().planId())
                .setPlanVersion(version.version())
                .setPlanLine(rated.charge().text().lineNumber())
                .setPlanText(String.join("\n", rated.charge().text().lines()))
                .addAllMeters(rated.walk().meters())
                .setPer(rated.walk().per())
                .setRoundedAmount(InvoiceMessages.toProto(
                        rated.line().amount().plus(rated.line().prior())))
                .setEventCount(rated.events().count())
                .setFirstSeq(rated.events().firstSeq())
                .setLastSeq(rated.events().lastSeq())
                .setEventQuantity(rated.events().quantity())
                .setLateEventCount(rated.events().late())
                .setThroughSeq(rated.line().basis().throughSeq());
        rated.walk().tiers().forEach(tier -> message.addTiers(toProto(tier)));
        rated.prior().forEach(prior -> message.addPriorLines(toProto(prior)));
        rated.replay().findings().stream().map(Finding::display).forEach(message::addDifferences);
    }

    private static WalkedTier toProto(PriceWalk.Tier tier) {
        WalkedTier.Builder message =
                WalkedTier.newBuilder().setPrice(Decimals.toProto(tier.price())).setQuantity(tier.quantity());
        Long upTo = tier.upTo();
        if (upTo != null) {
            message.setUpTo(upTo);
        }
        return message.build();
    }

    private static PriorLine toProto(LineExplanation.PriorLine prior) {
        return PriorLine.newBuilder()
                .setInvoiceId(prior.invoiceId())
                .setLineNumber(prior.lineNumber())
                .setStatus(InvoiceMessages.toProto(prior.status()))
                .setAmount(InvoiceMessages.toProto(prior.amount()))
                .build();
    }

    static PreviewInvoiceResponse toProto(InvoicePreview preview) {
        PreviewInvoiceResponse.Builder message = PreviewInvoiceResponse.newBuilder()
                .setPeriodStart(Times.toProto(preview.period().start()))
                .setPeriodEnd(Times.toProto(preview.period().end()))
                .setAsOfTime(Times.toProto(preview.asOfTime()));
        preview.invoices().forEach(invoice -> message.addInvoices(toProto(invoice)));
        preview.pending().forEach(pending -> message.addPending(toProto(pending)));
        preview.parked().forEach(parked -> message.addParked(toProto(parked)));
        return message.build();
    }

    private static PreviewedInvoice toProto(DraftedInvoice invoice) {
        PreviewedInvoice.Builder message = PreviewedInvoice.newBuilder()
                .setInvoiceId(invoice.id().toString())
                .setKind(InvoiceMessages.toProto(invoice.id().kind()))
                .setPeriodStart(Times.toProto(invoice.period().start()))
                .setPeriodEnd(Times.toProto(invoice.period().end()))
                .setTotal(InvoiceMessages.toProto(invoice.total()));
        invoice.lines().forEach(line -> message.addLines(InvoiceMessages.toProto(line)));
        return message.build();
    }

    private static PendingDifference toProto(BillOutcome.Pending pending) {
        return PendingDifference.newBuilder()
                .setPeriodStart(Times.toProto(pending.key().periodStart()))
                .setDifference(InvoiceMessages.toProto(pending.difference()))
                .build();
    }

    private static PreviewedParking toProto(BillOutcome.Parked parked) {
        return PreviewedParking.newBuilder()
                .setPeriodStart(Times.toProto(parked.key().periodStart()))
                .setReason(parked.reason())
                .setDetail(parked.detail())
                .build();
    }
}
