package dev.tallygate.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.InvoicePayment;
import com.stripe.param.InvoicePaymentListParams;
import dev.tallygate.money.Money;
import dev.tallygate.payment.BookedMoney;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.MoneyBack;
import dev.tallygate.payment.MoneyKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Asks Stripe about refunds and disputes, and whose invoice their payment had paid. */
final class StripeBacks {
    private static final String REFUND_PREFIX = "re_";

    private final StripeClient client;
    private final StripeReads reads;

    StripeBacks(StripeClient client, StripeReads reads) {
        this.client = client;
        this.reads = reads;
    }

    Fetched<List<MoneyBack>> back(String objectId) {
        try {
            String body = objectId.startsWith(REFUND_PREFIX)
                    ? client.v1().refunds().retrieve(objectId).getLastResponse().body()
                    : client.v1()
                            .disputes()
                            .retrieve(objectId)
                            .getLastResponse()
                            .body();
            return new Fetched.Found<>(List.of(fromStripe(objectId, reads.tree(body))));
        } catch (StripeException error) {
            return StripeErrors.toFetched(error);
        } catch (StripeReads.Unreadable otherMode) {
            return new Fetched.Unknown<>(otherMode.getMessage());
        } catch (JacksonException | ArithmeticException | IllegalArgumentException broken) {
            return new Fetched.Unknown<>("Stripe's answer cannot be read: " + broken.getMessage());
        }
    }

    private MoneyBack fromStripe(String objectId, JsonNode object) throws StripeException {
        boolean isRefund = objectId.startsWith(REFUND_PREFIX);
        String status = StripeEvents.text(object.path("status"));
        Money amount =
                StripeAmounts.fromStripe(object.path("amount").asLong(0), StripeEvents.text(object.path("currency")));
        JsonNode created = object.path("created");
        return new MoneyBack(
                isRefund ? MoneyKind.REFUND : MoneyKind.DISPUTE,
                objectId,
                isRefund ? refundState(status) : disputeState(status),
                amount,
                created.isIntegralNumber() ? Optional.of(Instant.ofEpochSecond(created.asLong())) : Optional.empty(),
                new MoneyBack.Source(invoiceOf(StripeEvents.text(object.path("payment_intent"))), Optional.empty()));
    }

    private static BookedMoney.State refundState(String status) {
        return switch (status) {
            case "succeeded" -> BookedMoney.State.DONE;
            case "failed", "canceled" -> BookedMoney.State.REVERSED;
            default -> BookedMoney.State.PENDING;
        };
    }

    /** A warning is an inquiry, which takes no money; one that is closed has taken none. */
    private static BookedMoney.State disputeState(String status) {
        return switch (status) {
            case "lost", "charge_refunded" -> BookedMoney.State.DONE;
            case "won", "warning_closed", "prevented" -> BookedMoney.State.REVERSED;
            default -> BookedMoney.State.PENDING;
        };
    }

    /** Neither a refund nor its charge names the invoice: the list of invoice payments does. */
    private Optional<String> invoiceOf(String paymentIntent) throws StripeException {
        if (paymentIntent.isEmpty()) {
            return Optional.empty();
        }
        InvoicePaymentListParams.Payment payment = InvoicePaymentListParams.Payment.builder()
                .setType(InvoicePaymentListParams.Payment.Type.PAYMENT_INTENT)
                .setPaymentIntent(paymentIntent)
                .build();
        return client
                .v1()
                .invoicePayments()
                .list(InvoicePaymentListParams.builder().setPayment(payment).build())
                .getData()
                .stream()
                .map(InvoicePayment::getInvoice)
                .findFirst();
    }
}
