package dev.tallygate.server.grpc;

import dev.tallygate.catalog.LimitKind;
import dev.tallygate.ledger.PeriodState;
import dev.tallygate.quota.CheckAnswer;
import dev.tallygate.quota.CheckRequest;
import dev.tallygate.quota.Overdue;
import dev.tallygate.quota.Quota.AllowanceQuota;
import dev.tallygate.quota.UsageReport;
import dev.tallygate.v1.Allowance;
import dev.tallygate.v1.CheckQuotaRequest;
import dev.tallygate.v1.CheckQuotaResponse;
import dev.tallygate.v1.DenyReason;
import dev.tallygate.v1.GetUsageResponse;
import dev.tallygate.v1.OverdueInvoice;
import dev.tallygate.v1.Quota;
import java.util.Optional;
import java.util.TreeMap;

/** Checks and quotas, between messages and the core's types. */
final class QuotaMessages {
    /** The status of what is allowed. */
    static final int OK = 200;

    private static final int PAYMENT_REQUIRED = 402;
    private static final int FORBIDDEN = 403;

    /** Told in every quota. */
    private final String resolveUrl;

    QuotaMessages(String resolveUrl) {
        this.resolveUrl = resolveUrl;
    }

    static CheckRequest fromProto(CheckQuotaRequest request) {
        return new CheckRequest(
                request.getCustomerId(), request.getModelId(), new TreeMap<>(request.getQuantitiesMap()));
    }

    CheckQuotaResponse toProto(CheckAnswer answer) {
        CheckQuotaResponse.Builder message = CheckQuotaResponse.newBuilder()
                .setAllowed(answer.allowed())
                .setHttpStatus(OK)
                .setAsOfTime(Times.toProto(answer.asOfTime()));
        answer.quotaIfAny()
                .ifPresent(quota -> message.setQuota(toProto(quota, answer.denyReason(), answer.overdueIfAny())));
        answer.denyReason()
                .ifPresent(reason -> message.setDenyReason(toProto(reason)).setHttpStatus(httpStatus(reason)));
        answer.overdueIfAny().ifPresent(overdue -> message.setOverdueInvoice(toProto(overdue)));
        return message.build();
    }

    /** Of a denial that paying an invoice ends, what resolves it is that invoice's page, where there is one. */
    Quota toProto(
            dev.tallygate.quota.Quota quota,
            Optional<dev.tallygate.quota.DenyReason> denied,
            Optional<Overdue> overdue) {
        boolean isUnpaid = denied.equals(Optional.of(dev.tallygate.quota.DenyReason.PAYMENT_OVERDUE));
        Optional<String> page = overdue.filter(invoice -> isUnpaid).flatMap(Overdue::payPage);
        return page.map(url -> toProto(quota).toBuilder().setResolveUrl(url).build())
                .orElseGet(() -> toProto(quota));
    }

    static OverdueInvoice toProto(Overdue overdue) {
        OverdueInvoice.Builder message = OverdueInvoice.newBuilder()
                .setInvoiceId(overdue.invoiceId())
                .setDueTime(Times.toProto(overdue.dueTime()))
                .setPayUrl(overdue.payPage().orElse(""));
        overdue.deniesFrom().ifPresent(time -> message.setDenyTime(Times.toProto(time)));
        return message.build();
    }

    /** The status that a product should answer a denied request with. */
    static int httpStatus(dev.tallygate.quota.DenyReason reason) {
        return reason.isMendedByPaying() ? PAYMENT_REQUIRED : FORBIDDEN;
    }

    static DenyReason toProto(dev.tallygate.quota.DenyReason reason) {
        return switch (reason) {
            case SPEND_CAP_REACHED -> DenyReason.DENY_REASON_SPEND_CAP_REACHED;
            case ALLOWANCE_EXHAUSTED -> DenyReason.DENY_REASON_ALLOWANCE_EXHAUSTED;
            case PAYMENT_OVERDUE -> DenyReason.DENY_REASON_PAYMENT_OVERDUE;
            case CUSTOMER_UNKNOWN -> DenyReason.DENY_REASON_CUSTOMER_UNKNOWN;
            case CUSTOMER_SUSPENDED -> DenyReason.DENY_REASON_CUSTOMER_SUSPENDED;
            case CUSTOMER_CLOSED -> DenyReason.DENY_REASON_CUSTOMER_CLOSED;
            case NO_SUBSCRIPTION -> DenyReason.DENY_REASON_NO_SUBSCRIPTION;
            case MODEL_NOT_IN_PLAN -> DenyReason.DENY_REASON_MODEL_NOT_IN_PLAN;
        };
    }

    Quota toProto(dev.tallygate.quota.Quota quota) {
        Quota.Builder message = Quota.newBuilder()
                .setPlanId(quota.plan().planId())
                .setPlanVersion(quota.version().version())
                .setPeriodStart(Times.toProto(quota.period().start()))
                .setPeriodEnd(Times.toProto(quota.period().end()))
                .setCurrencyCode(quota.currency().getCurrencyCode())
                .setSpend(Decimals.toProto(quota.spend()))
                .setHeld(Decimals.toProto(quota.held()))
                .setResolveUrl(resolveUrl);
        quota.spendCap()
                .ifPresent(cap ->
                        message.setSpendCap(Decimals.toProto(cap.amount())).setSoft(cap.kind() == LimitKind.SOFT));
        quota.remaining().ifPresent(remaining -> message.setRemaining(Decimals.toProto(remaining)));
        quota.allowances().forEach(allowance -> message.addAllowances(toProto(allowance)));
        return message.build();
    }

    private static Allowance toProto(AllowanceQuota allowance) {
        return Allowance.newBuilder()
                .setAllowanceId(allowance.allowanceId())
                .setIncluded(allowance.included())
                .setUsed(allowance.used())
                .setHeld(allowance.held())
                .build();
    }

    GetUsageResponse toProto(UsageReport report) {
        GetUsageResponse.Builder message = GetUsageResponse.newBuilder()
                .setCustomerId(report.customerId())
                .setClosed(report.state() == PeriodState.CLOSED)
                .setUnpriced(report.unpriced())
                .setAsOfTime(Times.toProto(report.asOfTime()));
        report.quotaIfAny().ifPresent(quota -> message.setQuota(toProto(quota)));
        report.windows().forEach(window -> message.addAllTotals(UsageMessages.toProto(window)));
        return message.build();
    }
}
