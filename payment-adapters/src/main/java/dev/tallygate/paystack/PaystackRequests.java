package dev.tallygate.paystack;

import dev.tallygate.money.Money;
import dev.tallygate.payment.Call;
import dev.tallygate.payment.MailedBy;
import dev.tallygate.payment.Prepared;
import dev.tallygate.payment.RatedCall;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls as Paystack's paths and bodies: a pure function of the call and the settings. */
final class PaystackRequests {
    static final String CUSTOMERS = "/customer";
    static final String REQUESTS = "/paymentrequest";
    static final String CHARGES = "/transaction/charge_authorization";
    static final String TRANSACTIONS = "/transaction";

    static final String RATES_NOTHING = "Paystack rates no usage";
    static final String NO_CREDIT_NOTES = "Paystack has no credit notes";

    private final PaystackSettings settings;
    private final ObjectMapper json;

    PaystackRequests(PaystackSettings settings, ObjectMapper json) {
        this.settings = settings;
        this.json = json;
    }

    /** The request as text, by which a retry is compared with the first send. */
    Prepared prepare(Call call) {
        return switch (call) {
            case Call.CreateCustomer customer -> ready(CUSTOMERS, customer(customer));
            case Call.CreateInvoice invoice -> prepareInvoice(invoice);
            case Call.AddLine line -> new Prepared.Impossible("Paystack takes no single lines: they are in the draft");
            case Call.FinalizeInvoice finalize ->
                ready(finalizePath(finalize.draft()), finalization(finalize.mailedBy()));
            case Call.ChargeInvoice charge ->
                new Prepared.Ready("POST " + CHARGES, "charge " + charge.draft().providerInvoiceId());
            case Call.VoidInvoice voided ->
                new Prepared.Ready(
                        "POST " + archivePath(voided.draft().providerInvoiceId()),
                        "archive " + voided.draft().providerInvoiceId());
            case Call.CreateCreditNote note -> new Prepared.Impossible(NO_CREDIT_NOTES);
            case RatedCall rated -> new Prepared.Impossible(RATES_NOTHING);
        };
    }

    ObjectNode customer(Call.CreateCustomer call) {
        ObjectNode marks = json.createObjectNode()
                .put(PaystackMarks.INSTALLATION, call.installationId())
                .put(PaystackMarks.CUSTOMER, call.customerId());
        ObjectNode body = json.createObjectNode().put("email", call.email());
        if (!call.name().isEmpty()) {
            body.put("first_name", call.name());
        }
        return body.put("metadata", marks.toString());
    }

    /** A draft of which the customer hears nothing yet; Paystack sums up the lines. */
    ObjectNode draft(Call.CreateInvoice call) {
        ObjectNode body = json.createObjectNode()
                .put("customer", call.providerCustomerId())
                .put("currency", call.invoice().currency().getCurrencyCode())
                .put("due_date", dueDate(call.content()))
                .put("description", description(call))
                .put("draft", true)
                .put("send_notification", false);
        ArrayNode lines = body.putArray("line_items");
        call.content()
                .lines()
                .forEach(line -> lines.addObject()
                        .put("name", line.description())
                        .put("amount", units(line.amount()))
                        .put("quantity", 1));
        return body;
    }

    /** From here on the customer can pay it; Paystack sends the one mail about it now, unless we do. */
    ObjectNode finalization(MailedBy mailedBy) {
        return json.createObjectNode().put("send_notification", mailedBy == MailedBy.PROVIDER);
    }

    /** One attempt; the reference is the only key that Paystack has. */
    ObjectNode charge(
            Call.ProviderDraft draft, PaystackCharge charge, String reference, PaystackReads.Authorization card) {
        ObjectNode marks = json.createObjectNode()
                .put(PaystackMarks.INSTALLATION, draft.invoice().installationId())
                .put(PaystackMarks.INVOICE, draft.invoice().invoiceId());
        return json.createObjectNode()
                .put("email", card.email())
                .put("amount", charge.units())
                .put("currency", charge.currency().getCurrencyCode())
                .put("authorization_code", card.code())
                .put("reference", reference)
                .put("metadata", marks.toString());
    }

    /** Of a call that says it all by its path. */
    ObjectNode nothing() {
        return json.createObjectNode();
    }

    String customerPath(String emailOrCode) {
        return CUSTOMERS + "/" + segment(emailOrCode);
    }

    String finalizePath(Call.ProviderDraft draft) {
        return REQUESTS + "/finalize/" + segment(draft.providerInvoiceId());
    }

    String archivePath(String requestCode) {
        return REQUESTS + "/archive/" + segment(requestCode);
    }

    String transactionPath(String reference) {
        return TRANSACTIONS + "/verify/" + segment(reference);
    }

    /** Unlike the plain fetch it tells what is still to be paid. */
    String verifyPath(String requestCode) {
        return REQUESTS + "/verify/" + segment(requestCode);
    }

    private Prepared prepareInvoice(Call.CreateInvoice call) {
        Optional<String> obstacle = obstacle(call);
        return obstacle.isPresent() ? new Prepared.Impossible(obstacle.get()) : ready(REQUESTS, draft(call));
    }

    private Optional<String> obstacle(Call.CreateInvoice call) {
        Money total = call.content().total();
        if (PaystackAmounts.toPaystack(total).isEmpty()) {
            return Optional.of(total.display() + " is in no currency that Paystack collects");
        }
        if (total.isNegative()) {
            return Optional.of(total.display() + " is below zero, and Paystack gives no credit");
        }
        BigDecimal least = PaystackAmounts.minimum(total.currency(), settings.minimums());
        return !total.isZero() && total.major().compareTo(least) < 0
                ? Optional.of("%s is below the least that Paystack collects, %s %s: held"
                        .formatted(total.display(), least.toPlainString(), total.currency()))
                : Optional.empty();
    }

    private String dueDate(Call.Content content) {
        LocalDate drafted = LocalDate.ofInstant(content.draftedTime(), ZoneOffset.UTC);
        return drafted.plusDays(settings.daysUntilDue())
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .toString();
    }

    private static String description(Call.CreateInvoice call) {
        return "Usage " + call.content().period().label() + " " + PaystackMarks.token(call.invoice());
    }

    private static long units(Money amount) {
        return PaystackAmounts.toPaystack(amount)
                .orElseThrow(() -> new IllegalStateException(
                        amount.display() + " was not prepared (expected: an amount that Paystack can hold)"));
    }

    private static Prepared ready(String path, ObjectNode body) {
        return new Prepared.Ready("POST " + path, "POST " + path + " " + body);
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
