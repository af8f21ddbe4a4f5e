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

    Fetched<InvoiceFacts> invoice(String requestCode) {
        return PaystackZero.facts(requestCode)
                .<Fetched<InvoiceFacts>>map(Fetched.Found::new)
                .orElseGet(() -> read(requests.verifyPath(requestCode), PaystackInvoices::fromPaystack));
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
