package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** {@code /transaction}: initialize, verify, list. A reference is taken once. */
final class Transactions {
    private static final String REFERENCE = "[A-Za-z0-9.=-]{1,100}";

    /** What a look at one transaction shows beyond a list. */
    private static final List<String> NOT_LISTED =
            List.of("fees_breakdown", "plan_object", "receipt_number", "transaction_date");

    private final TransactionBook book;

    Transactions(TransactionBook book) {
        this.book = book;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/transaction/initialize", this::initialize)
                .on("GET", "/transaction/verify/{id}", this::verify)
                .on("GET", "/transaction", this::list)
                .on("GET", "/transaction/{id}", this::verify);
    }

    /** Empty where none was named. */
    static String reference(Fields fields, Change change) {
        String reference = fields.text("reference").orElse("");
        if (!reference.isEmpty() && !reference.matches(REFERENCE)) {
            throw PaystackError.invalid("reference", reference, "letters, digits, - . =");
        }
        if (change.find(Kind.TRANSACTION, reference).isPresent()) {
            throw PaystackError.duplicateReference();
        }
        return reference;
    }

    /** What is charged, in hundredths, of a currency that can be paid in. */
    static long amount(Fields fields, String currency) {
        long amount = Currencies.charged(Currencies.require(currency), fields.requiredWhole("amount"));
        if (amount < Currencies.amountMin(currency)) {
            throw PaystackError.invalid("amount", Long.toString(amount), "at least " + Currencies.amountMin(currency));
        }
        return amount;
    }

    /** Until somebody pays, Paystack calls it abandoned. */
    private Answer initialize(Call call, Change change) {
        Fields fields = Fields.of(call);
        ObjectNode customer = Customers.ofEmail(change, book.account(), fields.required("email"));
        String currency = fields.text("currency").orElse("NGN");
        long amount = amount(fields, currency);
        ObjectNode transaction = book.fresh(change, customer, reference(fields, change), amount);
        transaction.put("currency", currency);
        fields.text("metadata").ifPresent(text -> transaction.set("metadata", Customers.object(text)));
        fields.text("callback_url");
        fields.any("channels");
        fields.refuseUnknown();
        book.fail(change, transaction, "abandoned", "The transaction was not completed");
        String access = book.account().newCode("");
        return Account.ok(
                "Authorization URL created",
                Json.object()
                        .put("authorization_url", "https://checkout.paystack.com/" + access)
                        .put("access_code", access)
                        .put("reference", Json.string(transaction, "reference")));
    }

    /** 200 says that it was found; whether money came is in {@code data.status}. */
    private Answer verify(Call call, Change change) {
        return Account.ok(
                "Verification successful", TransactionBook.shown(TransactionBook.require(change, call.pathId())));
    }

    /** Newest first. */
    private Answer list(Call call, Change change) {
        Parameters parameters = call.parameters();
        Predicate<ObjectNode> status = parameters
                .text("status")
                .<Predicate<ObjectNode>>map(wanted -> one -> TransactionBook.hasStatus(one, wanted))
                .orElse(any -> true);
        List<ObjectNode> found = change.list(Kind.TRANSACTION, status.and(Pages.created(parameters)));
        return Pages.answer(
                "Transactions retrieved",
                call,
                found.reversed().stream()
                        .map(transaction -> TransactionBook.shown(transaction).without(NOT_LISTED))
                        .toList());
    }
}
