package dev.tallygate.server.http;

import com.google.protobuf.util.Timestamps;
import dev.tallygate.server.errors.Problem;
import dev.tallygate.v1.Allowance;
import dev.tallygate.v1.CheckQuotaResponse;
import dev.tallygate.v1.DenyReason;
import dev.tallygate.v1.OverdueInvoice;
import dev.tallygate.v1.Quota;
import dev.tallygate.v1.ReserveQuotaResponse;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A denied check or reservation as a problem body: what a product hands on to the person who was stopped. */
final class Denial {
    private static final String PREFIX = "DENY_REASON_";

    private Denial() {}

    /** 402 or 403 with the limit that was met, how much of it is used and held, when it resets, and where to resolve it. */
    static Problem toProblem(CheckQuotaResponse check) {
        Map<String, Object> members = members(check.getDenyReason(), check.hasQuota() ? check.getQuota() : null);
        putInvoice(members, check.getDenyReason(), check.getOverdueInvoice());
        members.put("as_of_time", Timestamps.toString(check.getAsOfTime()));
        return Problem.of(check.getHttpStatus(), detail(check.getDenyReason()), members);
    }

    /** The same of a reservation. */
    static Problem toProblem(ReserveQuotaResponse reserve) {
        Map<String, Object> members = members(reserve.getDenyReason(), reserve.hasQuota() ? reserve.getQuota() : null);
        putInvoice(members, reserve.getDenyReason(), reserve.getOverdueInvoice());
        members.put("as_of_time", Timestamps.toString(reserve.getAsOfTime()));
        return Problem.of(reserve.getHttpStatus(), detail(reserve.getDenyReason()), members);
    }

    private static Map<String, Object> members(DenyReason reason, @Nullable Quota quota) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("reason", reason.name().substring(PREFIX.length()));
        if (quota != null) {
            boolean isOfLimit = reason != DenyReason.DENY_REASON_PAYMENT_OVERDUE;
            if (isOfLimit) {
                putLimit(members, reason, quota);
            }
            members.put("plan_id", quota.getPlanId());
            members.put("plan_version", quota.getPlanVersion());
            if (isOfLimit) {
                members.put("reset_time", Timestamps.toString(quota.getPeriodEnd()));
            }
            members.put("resolve_url", quota.getResolveUrl());
        }
        return members;
    }

    /** No new period ends this denial: the payment does, at once. */
    private static void putInvoice(Map<String, Object> members, DenyReason reason, OverdueInvoice invoice) {
        if (reason == DenyReason.DENY_REASON_PAYMENT_OVERDUE) {
            members.put("invoice_id", invoice.getInvoiceId());
            members.put("due_time", Timestamps.toString(invoice.getDueTime()));
        }
    }

    private static void putLimit(Map<String, Object> members, DenyReason reason, Quota quota) {
        if (reason == DenyReason.DENY_REASON_ALLOWANCE_EXHAUSTED && quota.getAllowancesCount() > 0) {
            Allowance allowance = quota.getAllowancesList().stream()
                    .min(Comparator.comparingLong(Denial::left))
                    .orElseThrow();
            members.put("limit_key", allowance.getAllowanceId());
            members.put("limit", Long.toString(allowance.getIncluded()));
            members.put("used", Long.toString(allowance.getUsed()));
            members.put("held", Long.toString(allowance.getHeld()));
            return;
        }
        if (quota.hasSpendCap()) {
            members.put("limit_key", "cap");
            members.put("limit", quota.getSpendCap());
        }
        members.put("used", quota.getSpend());
        members.put("held", quota.getHeld());
        members.put("currency_code", quota.getCurrencyCode());
    }

    private static long left(Allowance allowance) {
        return allowance.getIncluded() - allowance.getUsed() - allowance.getHeld();
    }

    private static String detail(DenyReason reason) {
        return switch (reason) {
            case DENY_REASON_SPEND_CAP_REACHED -> "The spend cap of this period would be passed.";
            case DENY_REASON_ALLOWANCE_EXHAUSTED -> "The allowance of this period does not cover the request.";
            case DENY_REASON_CREDIT_EXHAUSTED -> "The prepaid balance does not cover the request.";
            case DENY_REASON_PAYMENT_OVERDUE -> "An invoice is overdue.";
            case DENY_REASON_CUSTOMER_UNKNOWN -> "There is no such customer.";
            case DENY_REASON_CUSTOMER_SUSPENDED -> "The customer is suspended.";
            case DENY_REASON_CUSTOMER_CLOSED -> "The customer is closed.";
            case DENY_REASON_NO_SUBSCRIPTION -> "The customer has no subscription now.";
            case DENY_REASON_MODEL_NOT_IN_PLAN -> "The plan has no price for this.";
            case DENY_REASON_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalStateException("a denial without a reason: " + reason);
        };
    }
}
