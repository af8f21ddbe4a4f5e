package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.Arrays;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** {@code /_sandbox/paystack/…} of cards: which one a customer has, how a charge ends, that a bank disputes it. */
final class CardControls {
    private final TransactionBook book;
    private final Disputes disputes;

    CardControls(TransactionBook book, Disputes disputes) {
        this.book = book;
        this.disputes = disputes;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/_sandbox/paystack/customers/{id}/card", this::saveCard)
                .on("POST", "/_sandbox/paystack/transactions/{id}/finish", this::finish)
                .on("POST", "/_sandbox/paystack/transactions/{id}/dispute", this::dispute);
    }

    private Answer saveCard(Call call, Change change) {
        Parameters parameters = call.parameters();
        String[] words = Arrays.stream(SavedCard.values()).map(SavedCard::word).toArray(String[]::new);
        SavedCard card = SavedCard.valueOf(parameters.choice("card", words).toUpperCase(Locale.ROOT));
        ObjectNode customer =
                Customers.find(change, call.pathId()).orElseThrow(() -> PaystackError.notFound("Customer"));
        String code = card.assignTo(change, book.account(), Json.string(customer, "customer_code"));
        return Answer.ok(Json.object().put("card", card.word()).put("authorization_code", code));
    }

    private Answer finish(Call call, Change change) {
        String status = call.parameters().choice("status", "success", "failed", "abandoned");
        return Account.ok("Finished", finish(change, book, call.pathId(), status));
    }

    /** Ends a charge that is under way. */
    static ObjectNode finish(Change change, TransactionBook book, String reference, String status) {
        ObjectNode transaction = TransactionBook.require(change, reference);
        if (!TransactionBook.UNDER_WAY.contains(Json.string(transaction, "status"))) {
            throw PaystackError.refused("not_under_way", "Transaction has ended");
        }
        if (status.equals("success")) {
            book.succeed(change, transaction);
        } else {
            book.fail(change, transaction, status, "Declined");
        }
        return TransactionBook.shown(transaction);
    }

    private Answer dispute(Call call, Change change) {
        return Account.ok("Disputed", disputes.open(change, TransactionBook.require(change, call.pathId())));
    }
}
