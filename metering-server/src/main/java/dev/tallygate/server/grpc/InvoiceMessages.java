package dev.tallygate.server.grpc;

import com.google.protobuf.Timestamp;
import dev.tallygate.invoice.InvoiceLine.Carry;
import dev.tallygate.invoice.InvoiceLine.Rated;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.v1.Invoice;
import dev.tallygate.v1.InvoiceKind;
import dev.tallygate.v1.InvoiceLine;
import dev.tallygate.v1.InvoiceStatus;
import dev.tallygate.v1.Money;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Invoices, between messages and the core's types. */
final class InvoiceMessages {
    private InvoiceMessages() {}

    /** Without its lines; {@code customerId} is the world's name for its customer. */
    static Invoice.Builder toProto(dev.tallygate.invoice.Invoice invoice, String customerId) {
        var reference = invoice.reference();
        var times = invoice.times();
        Invoice.Builder message = Invoice.newBuilder()
                .setInvoiceId(invoice.id().toString())
                .setCustomerId(customerId)
                .setPeriodStart(Times.toProto(invoice.period().start()))
                .setPeriodEnd(Times.toProto(invoice.period().end()))
                .setKind(toProto(invoice.id().kind()))
                .setRevision(invoice.id().revision())
                .setStatus(toProto(invoice.status()))
                .setTotal(toProto(invoice.total()))
                .setPaid(toProto(invoice.amountPaid()))
                .setCredited(toProto(invoice.amountCredited()))
                .setProvider(CustomerMessages.providerToProto(reference.provider()))
                .setDraftedTime(Times.toProto(times.draftedTime()));
        putUnlessNull(reference.number(), message::setNumber);
        putUnlessNull(reference.providerInvoiceId(), message::setProviderInvoiceId);
        putUnlessNull(reference.providerNumber(), message::setProviderNumber);
        putTime(times.finalizedTime(), message::setFinalizedTime);
        putTime(times.paidTime(), message::setPaidTime);
        putTime(times.voidedTime(), message::setVoidedTime);
        putTime(invoice.due().dueTime(), message::setDueTime);
        putUnlessNull(invoice.due().payUrl(), message::setPayUrl);
        return message;
    }

    static InvoiceLine toProto(dev.tallygate.invoice.InvoiceLine line) {
        InvoiceLine.Builder message = InvoiceLine.newBuilder()
                .setLineNumber(line.lineNumber())
                .setDescription(line.description())
                .setAmount(toProto(line.amount()));
        return switch (line) {
            case Rated rated -> putRated(message, rated).build();
            case Carry carry -> message.build();
        };
    }

    private static InvoiceLine.Builder putRated(InvoiceLine.Builder message, Rated line) {
        return message.setChargeId(line.key().chargeId())
                .setRatingKey(line.key().ratingKey())
                .setPeriodStart(Times.toProto(line.key().period().start()))
                .setPeriodEnd(Times.toProto(line.key().period().end()))
                .setQuantity(line.basis().quantity())
                .setAllowanceUsed(line.basis().allowanceUsed())
                .setUnroundedAmount(Decimals.toProto(line.basis().unroundedAmount()))
                .setPriorAmount(toProto(line.prior()))
                .setExplanation(line.basis().explanation());
    }

    static Money toProto(dev.tallygate.money.Money money) {
        return Money.newBuilder()
                .setCurrencyCode(money.currency().getCurrencyCode())
                .setMinorUnits(money.minorUnits())
                .setExponent(money.exponent())
                .build();
    }

    static InvoiceKind toProto(dev.tallygate.invoice.InvoiceKind kind) {
        return switch (kind) {
            case PERIOD -> InvoiceKind.INVOICE_KIND_PERIOD;
            case ADJUSTMENT -> InvoiceKind.INVOICE_KIND_ADJUSTMENT;
        };
    }

    static InvoiceStatus toProto(dev.tallygate.invoice.InvoiceStatus status) {
        return switch (status) {
            case DRAFT -> InvoiceStatus.INVOICE_STATUS_DRAFT;
            case FINALIZED -> InvoiceStatus.INVOICE_STATUS_FINALIZED;
            case PAID -> InvoiceStatus.INVOICE_STATUS_PAID;
            case UNCOLLECTIBLE -> InvoiceStatus.INVOICE_STATUS_UNCOLLECTIBLE;
            case VOID -> InvoiceStatus.INVOICE_STATUS_VOID;
        };
    }

    /** The status that a list is asked for; null = any. */
    static dev.tallygate.invoice.@Nullable InvoiceStatus fromProto(InvoiceStatus status) {
        return switch (status) {
            case INVOICE_STATUS_UNSPECIFIED -> null;
            case INVOICE_STATUS_DRAFT -> dev.tallygate.invoice.InvoiceStatus.DRAFT;
            case INVOICE_STATUS_FINALIZED -> dev.tallygate.invoice.InvoiceStatus.FINALIZED;
            case INVOICE_STATUS_PAID -> dev.tallygate.invoice.InvoiceStatus.PAID;
            case INVOICE_STATUS_UNCOLLECTIBLE -> dev.tallygate.invoice.InvoiceStatus.UNCOLLECTIBLE;
            case INVOICE_STATUS_VOID -> dev.tallygate.invoice.InvoiceStatus.VOID;
            case UNRECOGNIZED ->
                throw Rejected.field(Reason.FIELD_INVALID, "status", status, "a value of InvoiceStatus");
        };
    }

    private static void putUnlessNull(@Nullable String text, Consumer<String> setter) {
        if (text != null) {
            setter.accept(text);
        }
    }

    private static void putTime(@Nullable Instant time, Consumer<Timestamp> setter) {
        if (time != null) {
            setter.accept(Times.toProto(time));
        }
    }
}
