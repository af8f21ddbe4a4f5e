package dev.tallygate.paystack;

import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.ProviderLine;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Reads customers and requests back; changes nothing. */
final class PaystackReads {
    private final PaystackHttp http;
    private final PaystackRequests requests;

    PaystackReads(PaystackHttp http, PaystackRequests requests) {
        this.http = http;
        this.requests = requests;
    }

    /** A request by its code, a charge by its name or by the reference of one of its attempts, or an invoice of zero. */
    Fetched<InvoiceFacts> invoice(String name) {
        Optional<PaystackCharge> charge = PaystackCharge.ofName(name);
        if (charge.isPresent()) {
            return new PaystackAttempts(this).facts(charge.get());
        }
        if (PaystackCharge.isReference(name)) {
            return chargeOf(name);
        }
        return PaystackZero.facts(name)
                .<Fetched<InvoiceFacts>>map(Fetched.Found::new)
                .orElseGet(() -> read(requests.verifyPath(name), PaystackInvoices::fromPaystack));
    }

    private Fetched<InvoiceFacts> chargeOf(String reference) {
        Fetched<PaystackCharge> charge = read(requests.transactionPath(reference), PaystackCharge::ofTransaction);
        return switch (charge) {
            case Fetched.Found<PaystackCharge> found -> new PaystackAttempts(this).facts(found.value());
            case Fetched.Absent<PaystackCharge> absent -> new Fetched.Absent<>();
            case Fetched.Unknown<PaystackCharge> unknown -> new Fetched.Unknown<>(unknown.why());
        };
    }

    /** One attempt of a charge. */
    Fetched<ChargeAttempt> attempt(String reference) {
        return read(requests.transactionPath(reference), ChargeAttempt::fromPaystack);
    }

    /** A saved card, with the address that it was saved with. */
    record Authorization(String code, String email) {}

    /** The newest card of a customer that can be charged again; absent where there is none. */
    Fetched<Authorization> authorization(String customerCode) {
        PaystackAnswer answer = http.get(requests.customerPath(customerCode));
        if (!(answer instanceof PaystackAnswer.Done done)) {
            return PaystackAnswer.toFetched(answer);
        }
        Optional<String> email = PaystackJson.text(done.data().path("email"));
        return done.data()
                .path("authorizations")
                .valueStream()
                .filter(card -> PaystackJson.isTrue(card.path("reusable")))
                .flatMap(card -> PaystackJson.text(card.path("authorization_code")).stream())
                .reduce((older, newer) -> newer)
                .flatMap(code -> email.map(address -> new Authorization(code, address)))
                .<Fetched<Authorization>>map(Fetched.Found::new)
                .orElseGet(Fetched.Absent::new);
    }

    Fetched<List<ProviderLine>> lines(String requestCode) {
        return read(requests.verifyPath(requestCode), PaystackInvoices::lines);
    }

    /** The code of the customer with this address. */
    Fetched<String> customerCode(String email) {
        return read(requests.customerPath(email), customer -> PaystackJson.text(customer.path("customer_code")));
    }

    /** The number of a customer, by which requests are listed. */
    Fetched<Long> customerId(String code) {
        return read(requests.customerPath(code), PaystackJson::id);
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
