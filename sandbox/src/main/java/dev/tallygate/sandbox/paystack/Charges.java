package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /transaction/charge_authorization}: charges a saved card. The answer is 200, whatever came of it. */
final class Charges {
    private static final int FAILURES_MAX = 10;
    private static final Duration PAUSE = Duration.ofHours(24);

    /** Less than a later look at the transaction shows. */
    private static final List<String> SHOWN = List.of(
            "amount",
            "currency",
            "transaction_date",
            "status",
            "reference",
            "domain",
            "metadata",
            "gateway_response",
            "message",
            "channel",
            "ip_address",
            "log",
            "fees",
            "authorization",
            "customer",
            "plan",
            "id");

    private final TransactionBook book;

    Charges(TransactionBook book) {
        this.book = book;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/transaction/charge_authorization", this::charge);
    }

    private Answer charge(Call call, Change change) {
        Fields fields = Fields.of(call);
        String email = fields.required("email");
        ObjectNode customer = holder(change, fields.required("authorization_code"));
        String currency = fields.text("currency").orElse("NGN");
        long amount = Transactions.amount(fields, currency);
        String reference = Transactions.reference(fields, change);
        fields.flag("queue");
        ObjectNode transaction = book.fresh(change, customer, reference, amount);
        fields.text("metadata").ifPresent(text -> transaction.set("metadata", Customers.object(text)));
        fields.refuseUnknown();
        if (!Json.string(customer, "email").equalsIgnoreCase(email)) {
            throw PaystackError.refused(
                    "email_mismatch", "Email does not match Authorization code. Authorization may be inactive");
        }
        requirePause(change, customer);
        transaction.put("currency", currency);
        end(change, customer, transaction);
        return Account.ok("Charge attempted", TransactionBook.shown(transaction).retain(SHOWN));
    }

    private void end(Change change, ObjectNode customer, ObjectNode transaction) {
        if (Quirk.OTHER_AMOUNT_CHARGED.isOn(change)) {
            transaction.put("amount", Json.number(transaction, "amount") - 100);
        }
        SavedCard card = SavedCard.of(change, Json.string(customer, "customer_code"))
                .orElseThrow(() -> new IllegalStateException("an authorization without a card"));
        switch (card) {
            case PAYS -> book.succeed(change, transaction);
            case DECLINED -> book.fail(change, transaction, "failed", "Declined");
            case PENDING -> book.fail(change, transaction, "processing", "In progress");
            case NOT_REUSABLE -> throw PaystackError.refused("not_reusable", "Authorization is not reusable");
        }
    }

    /** After so many failures in a row a card is charged once a day only. */
    private void requirePause(Change change, ObjectNode customer) {
        String code = Json.string(customer, "customer_code");
        List<ObjectNode> own = change.list(
                Kind.TRANSACTION,
                one -> Json.string(one.path("customer"), "customer_code").equals(code));
        List<ObjectNode> last = own.subList(Math.max(0, own.size() - FAILURES_MAX), own.size());
        boolean isTired =
                last.size() == FAILURES_MAX && last.stream().allMatch(one -> TransactionBook.hasStatus(one, "failed"));
        Instant now = book.account().now();
        if (isTired
                && Instant.parse(Json.string(last.getLast(), "created_at"))
                        .plus(PAUSE)
                        .isAfter(now)) {
            throw PaystackError.refused("charge_paused", "Charge attempt cannot be fulfilled until 1440 minutes");
        }
    }

    private static ObjectNode holder(Change change, String authorizationCode) {
        return change.list(Kind.CUSTOMER, any -> true).stream()
                .filter(customer -> SavedCard.authorization(change, Json.string(customer, "customer_code"))
                        .filter(own -> Json.string(own, "authorization_code").equals(authorizationCode))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> PaystackError.refused("invalid_authorization", "Authorization code not found"));
    }
}
