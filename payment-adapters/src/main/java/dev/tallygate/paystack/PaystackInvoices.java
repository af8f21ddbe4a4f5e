package dev.tallygate.paystack;

import dev.tallygate.money.Money;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.MoneyKind;
import dev.tallygate.payment.MoneyPart;
import dev.tallygate.payment.ProviderLine;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads Paystack's payment requests, of its answers only. What is received decides, not the word paid. */
final class PaystackInvoices {
    private static final String PAY_PAGE = "https://paystack.com/pay/";

    private PaystackInvoices() {}

    /** Empty where the object lacks what must be known of a request, or a state is not one of Paystack's. */
    static Optional<InvoiceFacts> fromPaystack(JsonNode request) {
        try {
            Optional<String> code = PaystackJson.text(request.path("request_code"));
            Optional<InvoiceFacts.Status> status = status(request);
            Optional<Money> total = amount(request, request.path("amount"));
            return code.isPresent() && status.isPresent() && total.isPresent()
                    ? facts(request, code.get(), status.get(), total.get())
                    : Optional.empty();
        } catch (IllegalArgumentException | ArithmeticException unreadable) {
            return Optional.empty();
        }
    }

    /** In Paystack's order, which is that in which they were sent; a tax is a line that is not from us. */
    static Optional<List<ProviderLine>> lines(JsonNode request) {
        try {
            List<ProviderLine> lines = new ArrayList<>();
            for (JsonNode item : request.path("line_items")) {
                long quantity = PaystackJson.whole(item.path("quantity")).orElse(1L);
                lines.add(line(lines.size() + 1, request, item, quantity));
            }
            for (JsonNode tax : request.path("tax")) {
                lines.add(line(0, request, tax, 1));
            }
            return Optional.of(List.copyOf(lines));
        } catch (IllegalArgumentException | ArithmeticException unreadable) {
            return Optional.empty();
        }
    }

    private static ProviderLine line(int number, JsonNode request, JsonNode item, long quantity) {
        long units = PaystackJson.whole(item.path("amount"))
                .orElseThrow(() -> new IllegalArgumentException("a line without an amount"));
        return new ProviderLine(number, money(request, Math.multiplyExact(units, quantity)));
    }

    private static Optional<InvoiceFacts> facts(
            JsonNode request, String code, InvoiceFacts.Status status, Money total) {
        Optional<Money> received = received(request, status, total);
        return received.map(amount -> new InvoiceFacts(
                        code,
                        PaystackJson.text(request.path("description")).flatMap(PaystackMarks::read),
                        status,
                        total,
                        new InvoiceFacts.Payment(
                                amount, remaining(request, total, amount), parts(request, code, amount)),
                        number(request),
                        status == InvoiceFacts.Status.PAID ? paidTime(request) : Optional.empty())
                .withDemand(demand(request, code)));
    }

    /** In time until the end of the day that is named. Paystack writes the page's address nowhere; its mails have it so. */
    private static InvoiceFacts.Demand demand(JsonNode request, String code) {
        Optional<Instant> dueTime = PaystackJson.time(request.path("due_date"))
                .map(due -> due.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1)));
        return new InvoiceFacts.Demand(dueTime, false, Optional.of(PAY_PAGE + code));
    }

    /** {@code paid} and {@code success} say that Paystack wants nothing more; any other state that it still does. */
    private static Optional<InvoiceFacts.Status> status(JsonNode request) {
        if (PaystackJson.isTrue(request.path("paid"))) {
            return Optional.of(InvoiceFacts.Status.PAID);
        }
        return PaystackJson.text(request.path("status")).flatMap(word -> switch (word) {
            case "draft" -> Optional.of(InvoiceFacts.Status.DRAFT);
            case "pending", "failed" -> Optional.of(InvoiceFacts.Status.OPEN);
            case "success" -> Optional.of(InvoiceFacts.Status.PAID);
            default -> Optional.empty();
        });
    }

    /** Named, or what is no longer pending; a request that is paid without a figure is not read at all. */
    private static Optional<Money> received(JsonNode request, InvoiceFacts.Status status, Money total) {
        Optional<Money> named = amount(request, request.path("amount_paid"));
        Optional<Money> pending = amount(request, request.path("pending_amount"));
        Optional<Money> nothing =
                status == InvoiceFacts.Status.PAID ? Optional.empty() : Optional.of(Money.zero(total.currency()));
        return named.or(() -> pending.map(total::minus)).or(() -> nothing);
    }

    /** The payments by their references; what they do not explain came by the request. */
    private static List<MoneyPart> parts(JsonNode request, String code, Money received) {
        List<MoneyPart> parts = new ArrayList<>();
        Money unexplained = received;
        for (JsonNode transaction : request.path("transactions")) {
            Optional<MoneyPart> payment = payment(request, transaction);
            if (payment.isPresent() && payment.get().amount().compareTo(unexplained) <= 0) {
                parts.add(payment.get());
                unexplained = unexplained.minus(payment.get().amount());
            }
        }
        parts.add(new MoneyPart(MoneyKind.PAYMENT, code, unexplained, paidTime(request)));
        return parts;
    }

    private static Optional<MoneyPart> payment(JsonNode request, JsonNode transaction) {
        boolean isSuccess = transaction.path("status").asString("success").equals("success");
        Optional<String> reference = PaystackJson.text(transaction.path("reference"));
        Optional<Money> amount = amount(request, transaction.path("amount"));
        return isSuccess && reference.isPresent() && amount.isPresent()
                ? Optional.of(new MoneyPart(
                        MoneyKind.PAYMENT,
                        reference.get(),
                        amount.get(),
                        PaystackJson.time(transaction.path("paid_at"))))
                : Optional.empty();
    }

    private static Money remaining(JsonNode request, Money total, Money received) {
        Money rest = amount(request, request.path("pending_amount")).orElseGet(() -> total.minus(received));
        return rest.isNegative() ? Money.zero(total.currency()) : rest;
    }

    private static Optional<Money> amount(JsonNode request, JsonNode units) {
        return PaystackJson.whole(units).map(whole -> money(request, whole));
    }

    private static Money money(JsonNode request, long units) {
        return PaystackAmounts.fromPaystack(
                units, PaystackJson.text(request.path("currency")).orElse(""));
    }

    /** The invoice number where Paystack gave one, else the reference by which it is paid offline. */
    private static Optional<String> number(JsonNode request) {
        return PaystackJson.whole(request.path("invoice_number"))
                .map(String::valueOf)
                .or(() -> PaystackJson.text(request.path("offline_reference")));
    }

    private static Optional<Instant> paidTime(JsonNode request) {
        return PaystackJson.time(request.path("paid_at"));
    }
}
