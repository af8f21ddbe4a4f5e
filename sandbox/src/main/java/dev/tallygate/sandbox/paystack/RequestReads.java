package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.paystack.RequestBook.CustomerForm;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /paymentrequest…}: one, verified, a page of them, their totals. */
final class RequestReads {
    private final RequestBook book;

    RequestReads(RequestBook book) {
        this.book = book;
    }

    void addTo(Routes routes) {
        routes.on("GET", "/paymentrequest", this::list)
                .on("GET", "/paymentrequest/totals", this::totals)
                .on("GET", "/paymentrequest/verify/{id}", this::verify)
                .on("GET", "/paymentrequest/{id}", this::fetch);
    }

    private Answer fetch(Call call, Change change) {
        return Account.ok(
                "Payment request retrieved",
                book.shownWithPayments(change, RequestBook.require(change, call.pathId())));
    }

    private Answer verify(Call call, Change change) {
        ObjectNode shown = book.shownWithPayments(change, RequestBook.require(change, call.pathId()));
        shown.putObject("integration")
                .put("key", "pk_test_sandbox")
                .put("name", "Sandbox")
                .put("logo", "")
                .putArray("allowed_currencies")
                .add(Json.string(shown, "currency"));
        return Account.ok("Payment request retrieved", shown);
    }

    /** Newest first. */
    private Answer list(Call call, Change change) {
        Parameters parameters = call.parameters();
        boolean withArchived = parameters.flag("include_archive").orElse(false);
        Predicate<ObjectNode> filter = equal(parameters, "status")
                .and(equal(parameters, "currency"))
                .and(customer(parameters))
                .and(Pages.created(parameters))
                .and(request -> withArchived || !RequestBook.isArchived(request));
        List<ObjectNode> found = change.list(Kind.PAYMENT_REQUEST, filter);
        return Pages.answer(
                "Payment requests retrieved",
                call,
                found.reversed().stream()
                        .map(request ->
                                book.shown(change, request, CustomerForm.OBJECT).without("pending_amount"))
                        .toList());
    }

    private static Predicate<ObjectNode> equal(Parameters parameters, String name) {
        return parameters
                .text(name)
                .<Predicate<ObjectNode>>map(
                        value -> request -> Json.string(request, name).equals(value))
                .orElse(any -> true);
    }

    /** By its number: a code is not what the documentation says here. */
    private static Predicate<ObjectNode> customer(Parameters parameters) {
        return parameters
                .number("customer")
                .<Predicate<ObjectNode>>map(id -> request -> Json.number(request, "customer") == id)
                .orElse(any -> true);
    }

    private Answer totals(Call call, Change change) {
        call.parameters().refuseUnknown();
        ObjectNode data = Json.object();
        List<ObjectNode> all = change.list(
                Kind.PAYMENT_REQUEST,
                request -> !RequestBook.isArchived(request) && !RequestBook.hasStatus(request, "draft"));
        addTotals(
                data,
                "pending",
                all.stream()
                        .filter(request -> RequestBook.hasStatus(request, "pending"))
                        .toList());
        addTotals(
                data,
                "successful",
                all.stream()
                        .filter(request -> RequestBook.hasStatus(request, "success"))
                        .toList());
        addTotals(data, "total", all);
        return Account.ok("Payment request totals", data);
    }

    private static void addTotals(ObjectNode data, String name, List<ObjectNode> requests) {
        Map<String, Long> sums = new TreeMap<>();
        requests.forEach(request ->
                sums.merge(Json.string(request, "currency"), Json.number(request, "amount"), Math::addExact));
        sums.forEach((currency, sum) ->
                data.withArray(name).addObject().put("currency", currency).put("amount", sum));
        data.withArray(name);
    }
}
