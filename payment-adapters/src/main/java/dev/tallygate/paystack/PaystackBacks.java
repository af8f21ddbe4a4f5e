package dev.tallygate.paystack;

import dev.tallygate.money.Money;
import dev.tallygate.payment.BookedMoney;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.MoneyBack;
import dev.tallygate.payment.MoneyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Asks Paystack about money that went back. What it tells of a refund names the transaction only, so that all refunds of
 * the transaction are listed.
 */
final class PaystackBacks {
    private static final String REFUNDS_OF = "refunds:";
    private static final String DISPUTE = "dispute:";

    private final PaystackHttp http;
    private final PaystackRequests requests;

    PaystackBacks(PaystackHttp http, PaystackRequests requests) {
        this.http = http;
        this.requests = requests;
    }

    /** By what the refunds of a transaction are asked for. */
    static String refundsOf(String reference) {
        return REFUNDS_OF + reference;
    }

    static String dispute(long id) {
        return DISPUTE + id;
    }

    Fetched<List<MoneyBack>> back(String askedId) {
        if (askedId.startsWith(DISPUTE)) {
            return read(
                    "/dispute/" + askedId.substring(DISPUTE.length()),
                    data -> dispute(data).map(List::of));
        }
        String reference = askedId.substring(REFUNDS_OF.length());
        Fetched<Long> transaction = read(requests.transactionPath(reference), PaystackJson::id);
        return switch (transaction) {
            case Fetched.Found<Long> found ->
                read("/refund?transaction=" + found.value(), data -> refunds(data, found.value(), reference));
            case Fetched.Absent<Long> absent -> new Fetched.Absent<>();
            case Fetched.Unknown<Long> unknown -> new Fetched.Unknown<>(unknown.why());
        };
    }

    private static Optional<List<MoneyBack>> refunds(JsonNode list, long transaction, String reference) {
        List<MoneyBack> refunds = new ArrayList<>();
        for (JsonNode refund : list) {
            boolean isOfIt = PaystackJson.id(refund.path("transaction"))
                    .filter(id -> id == transaction)
                    .isPresent();
            Optional<Long> id = PaystackJson.id(refund);
            Optional<Money> amount = amount(refund, refund.path("amount"));
            if (isOfIt && id.isPresent() && amount.isPresent()) {
                refunds.add(new MoneyBack(
                        MoneyKind.REFUND,
                        id.get().toString(),
                        refundState(PaystackJson.text(refund.path("status")).orElse("")),
                        amount.get(),
                        PaystackJson.time(refund.path("createdAt"))
                                .or(() -> PaystackJson.time(refund.path("created_at"))),
                        new MoneyBack.Source(Optional.empty(), Optional.of(reference))));
            }
        }
        return refunds.isEmpty() ? Optional.empty() : Optional.of(refunds);
    }

    private static BookedMoney.State refundState(String status) {
        return switch (status) {
            case "processed" -> BookedMoney.State.DONE;
            case "failed" -> BookedMoney.State.REVERSED;
            default -> BookedMoney.State.PENDING;
        };
    }

    private static Optional<MoneyBack> dispute(JsonNode dispute) {
        JsonNode transaction = dispute.path("transaction");
        Optional<Long> id = PaystackJson.id(dispute);
        Optional<Money> amount = amount(dispute, dispute.path("refund_amount"))
                .or(() -> amount(transaction, transaction.path("amount")));
        return id.isPresent() && amount.isPresent()
                ? Optional.of(new MoneyBack(
                        MoneyKind.DISPUTE,
                        id.get().toString(),
                        disputeState(dispute),
                        amount.get(),
                        PaystackJson.time(dispute.path("createdAt")),
                        new MoneyBack.Source(Optional.empty(), PaystackJson.text(transaction.path("reference")))))
                : Optional.empty();
    }

    /** Declined is what the merchant did with the bank's claim: the money stays. */
    private static BookedMoney.State disputeState(JsonNode dispute) {
        return switch (PaystackJson.text(dispute.path("resolution")).orElse("")) {
            case "declined" -> BookedMoney.State.REVERSED;
            case "merchant-accepted", "auto-accepted" -> BookedMoney.State.DONE;
            default -> BookedMoney.State.PENDING;
        };
    }

    private static Optional<Money> amount(JsonNode holder, JsonNode units) {
        Optional<String> currency = PaystackJson.text(holder.path("currency"));
        return currency.flatMap(PaystackAmounts::currency)
                .flatMap(known -> PaystackJson.whole(units)
                        .map(whole -> PaystackAmounts.fromPaystack(whole, known.getCurrencyCode())));
    }

    private <T> Fetched<T> read(String path, Function<JsonNode, Optional<T>> reading) {
        PaystackAnswer answer = http.get(path);
        if (answer instanceof PaystackAnswer.Done done) {
            Optional<T> value = reading.apply(done.data());
            if (value.isPresent()) {
                return new Fetched.Found<>(value.get());
            }
        }
        return PaystackAnswer.toFetched(answer);
    }
}
