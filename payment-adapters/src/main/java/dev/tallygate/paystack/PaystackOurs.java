package dev.tallygate.paystack;

import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.FoundObject;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.Listed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Lists what Paystack has and carries our marks, by pages: a read for each page, none for each object. */
final class PaystackOurs {
    private static final int PAGE = 100;

    /** Begins the name of a page of charges, which follow the requests. */
    private static final String CHARGES = "charges ";

    private final PaystackHttp http;
    private final PaystackReads reads;
    private final ObjectMapper json;

    PaystackOurs(PaystackHttp http, PaystackReads reads, ObjectMapper json) {
        this.http = http;
        this.reads = reads;
        this.json = json;
    }

    /** All of them: Paystack knows a customer by the address, also one that it had long before. */
    Listed<FoundObject.OfCustomer> customers(String installationId, Optional<String> after) {
        return page(PaystackRequests.CUSTOMERS + "?", after, customer -> ours(customer(customer, installationId)));
    }

    Listed<FoundObject.OfInvoice> invoices(String installationId, Instant since, Optional<String> after) {
        String from = "?from=" + PaystackLookUp.from(since) + "&";
        Optional<String> charges =
                after.filter(name -> name.startsWith(CHARGES)).map(name -> name.substring(CHARGES.length()));
        if (charges.isPresent()) {
            return renamed(
                    page(PaystackRequests.TRANSACTIONS + from, charges, charge -> ours(charge(charge, installationId))),
                    next -> next.map(number -> CHARGES + number));
        }
        return renamed(
                page(PaystackRequests.REQUESTS + from, after, request -> invoice(request, installationId)),
                next -> Optional.of(next.orElse(CHARGES + 1)));
    }

    private static <T> Listed<T> renamed(Listed<T> listed, UnaryOperator<Optional<String>> next) {
        return listed instanceof Listed.Page<T> page
                ? new Listed.Page<>(page.items(), next.apply(page.next()))
                : listed;
    }

    private static <T> Fetched<T> ours(Optional<T> found) {
        return found.<Fetched<T>>map(Fetched.Found::new).orElseGet(Fetched.Absent::new);
    }

    /** {@code reading}: absent = none of ours; what is not known of one is not known of its page. */
    private <T> Listed<T> page(String path, Optional<String> after, Function<JsonNode, Fetched<T>> reading) {
        int number = after.map(Integer::parseInt).orElse(1);
        PaystackAnswer answer = http.get(path + "perPage=" + PAGE + "&page=" + number);
        if (!(answer instanceof PaystackAnswer.Done done)) {
            return new Listed.Unknown<>(PaystackAnswer.describe(answer));
        }
        List<T> ours = new ArrayList<>();
        for (JsonNode object : done.data()) {
            switch (reading.apply(object)) {
                case Fetched.Found<T> found -> ours.add(found.value());
                case Fetched.Absent<T> absent -> {}
                case Fetched.Unknown<T> unknown -> {
                    return new Listed.Unknown<>(unknown.why());
                }
            }
        }
        long pages = PaystackJson.whole(done.meta().path("pageCount")).orElse(1L);
        return new Listed.Page<>(ours, number < pages ? Optional.of(String.valueOf(number + 1)) : Optional.empty());
    }

    private Optional<FoundObject.OfCustomer> customer(JsonNode customer, String installationId) {
        JsonNode marks = marks(customer.path("metadata"));
        boolean isOurs = PaystackJson.text(marks.path(PaystackMarks.INSTALLATION))
                .filter(installationId::equals)
                .isPresent();
        Optional<String> code = PaystackJson.text(customer.path("customer_code"));
        Optional<String> customerId = PaystackJson.text(marks.path(PaystackMarks.CUSTOMER));
        return isOurs && code.isPresent()
                ? customerId.map(id -> new FoundObject.OfCustomer(code.get(), created(customer), id))
                : Optional.empty();
    }

    /** It comes as an object, or as the text of one. */
    private JsonNode marks(JsonNode metadata) {
        try {
            return metadata.isString() ? json.readTree(metadata.asString()) : metadata;
        } catch (JacksonException isNone) {
            return json.createObjectNode();
        }
    }

    /** A list does not say how much came for what is paid: of each of those is asked by itself. */
    private Fetched<FoundObject.OfInvoice> invoice(JsonNode request, String installationId) {
        Optional<InvoiceFacts.Marks> marks = PaystackJson.text(request.path("description"))
                .flatMap(PaystackMarks::read)
                .filter(found -> found.installationId().equals(installationId));
        Optional<String> code = PaystackJson.text(request.path("request_code"));
        if (marks.isEmpty() || code.isEmpty()) {
            return new Fetched.Absent<>();
        }
        String customer = PaystackJson.text(request.path("customer").path("customer_code"))
                .orElse("");
        Fetched<InvoiceFacts> facts = PaystackInvoices.fromPaystack(request)
                .<Fetched<InvoiceFacts>>map(Fetched.Found::new)
                .orElseGet(() -> reads.invoice(code.get()));
        return switch (facts) {
            case Fetched.Found<InvoiceFacts> found ->
                new Fetched.Found<>(new FoundObject.OfInvoice(
                        found.value(), created(request), marks.get().invoiceId(), customer));
            case Fetched.Absent<InvoiceFacts> absent -> new Fetched.Absent<>();
            case Fetched.Unknown<InvoiceFacts> unknown -> new Fetched.Unknown<>(unknown.why());
        };
    }

    /** An attempt at a saved card, unless it failed: then there is nothing of the invoice there. */
    private Optional<FoundObject.OfInvoice> charge(JsonNode transaction, String installationId) {
        JsonNode marks = marks(transaction.path("metadata"));
        boolean isOurs = PaystackJson.text(marks.path(PaystackMarks.INSTALLATION))
                .filter(installationId::equals)
                .isPresent();
        Optional<String> invoiceId = PaystackJson.text(marks.path(PaystackMarks.INVOICE));
        Optional<ChargeAttempt> attempt = ChargeAttempt.fromPaystack(transaction)
                .filter(made -> PaystackCharge.isReference(made.reference()))
                .filter(made -> made.status() != ChargeAttempt.Status.FAILED);
        Optional<PaystackCharge> charge = PaystackCharge.ofTransaction(transaction);
        if (!isOurs || invoiceId.isEmpty() || attempt.isEmpty() || charge.isEmpty()) {
            return Optional.empty();
        }
        InvoiceFacts facts = PaystackAttempts.facts(charge.get(), List.of(attempt.get()))
                .withMarks(new InvoiceFacts.Marks(installationId, invoiceId.get()));
        return Optional.of(new FoundObject.OfInvoice(
                facts, created(transaction), invoiceId.get(), attempt.get().customer()));
    }

    /** Both spellings occur. */
    private static Instant created(JsonNode object) {
        return PaystackJson.time(object.path("created_at"))
                .or(() -> PaystackJson.time(object.path("createdAt")))
                .orElse(Instant.EPOCH);
    }
}
