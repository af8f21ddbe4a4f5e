package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /customer}: create, fetch by e-mail or code, update, list. One customer an e-mail, which never changes. */
final class Customers {
    private static final List<String> NAMES = List.of("first_name", "last_name", "phone");

    private final Account account;

    Customers(Account account) {
        this.account = account;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/customer", this::create)
                .on("GET", "/customer", this::list)
                .on("GET", "/customer/{id}", this::fetch)
                .on("PUT", "/customer/{id}", this::update);
    }

    /** By its code or its number, as payment requests name it. */
    static Optional<ObjectNode> find(Change change, String codeOrId) {
        return change.find(Kind.CUSTOMER, codeOrId)
                .or(() ->
                        first(change, customer -> customer.path("id").asString().equals(codeOrId)));
    }

    private static Optional<ObjectNode> first(Change change, java.util.function.Predicate<ObjectNode> filter) {
        return change.list(Kind.CUSTOMER, filter).stream().findFirst();
    }

    private static Optional<ObjectNode> byEmail(Change change, String email) {
        return first(change, customer -> Json.string(customer, "email").equalsIgnoreCase(email));
    }

    private static ObjectNode require(Change change, String emailOrCode) {
        return change.find(Kind.CUSTOMER, emailOrCode)
                .or(() -> byEmail(change, emailOrCode))
                .orElseThrow(() -> PaystackError.notFound("Customer"));
    }

    /** A known e-mail: what then happens is not documented; a {@link Quirk} chooses. */
    private Answer create(Call call, Change change) {
        Fields fields = Fields.of(call);
        String email = fields.required("email").toLowerCase(Locale.ROOT);
        if (!email.matches("[^@\\s]+@[^@\\s]+")) {
            throw PaystackError.invalid("email", email, "an e-mail address");
        }
        Optional<ObjectNode> known = byEmail(change, email);
        if (known.isPresent() && Quirk.KNOWN_EMAIL_REFUSED.isOn(change)) {
            throw PaystackError.refused("duplicate_email", "Customer with this email already exists");
        }
        ObjectNode customer = known.orElseGet(() -> fresh(change, account, email));
        fill(fields, customer);
        save(change, customer);
        return Account.ok("Customer created", withLists(change, customer));
    }

    /** The customer of this e-mail; made where there is none, as by whoever pays. */
    static ObjectNode ofEmail(Change change, Account account, String email) {
        return byEmail(change, email).orElseGet(() -> {
            ObjectNode customer = fresh(change, account, email.toLowerCase(Locale.ROOT));
            customer.put("updatedAt", Json.string(customer, "createdAt"));
            change.put(Kind.CUSTOMER, Json.string(customer, "customer_code"), customer);
            return customer;
        });
    }

    private static ObjectNode fresh(Change change, Account account, String email) {
        ObjectNode customer = Json.template(Customers.class, "customer.json");
        customer.put("email", email).put("id", account.newId(change));
        customer.put("customer_code", account.newCode("CUS_"));
        customer.put("integration", Account.INTEGRATION).put("domain", Account.DOMAIN);
        return customer.put("createdAt", Account.written(account.now()));
    }

    private Answer fetch(Call call, Change change) {
        ObjectNode customer = withLists(change, require(change, call.pathId()));
        customer.set("created_at", customer.required("createdAt"));
        customer.set("updated_at", customer.required("updatedAt"));
        customer.put("total_transactions", 0).putArray("total_transaction_value");
        customer.putNull("dedicated_account").putArray("dedicated_accounts");
        return Account.ok("Customer retrieved", customer);
    }

    private static ObjectNode withLists(Change change, ObjectNode customer) {
        customer.putArray("transactions");
        customer.putArray("subscriptions");
        ArrayNode authorizations = customer.putArray("authorizations");
        SavedCard.authorization(change, Json.string(customer, "customer_code")).ifPresent(authorizations::add);
        return customer;
    }

    private Answer update(Call call, Change change) {
        ObjectNode customer = require(change, call.pathId());
        fill(Fields.of(call), customer);
        save(change, customer);
        return Account.ok("Customer updated", customer);
    }

    private Answer list(Call call, Change change) {
        return Pages.answer(
                "Customers retrieved",
                call,
                change.list(Kind.CUSTOMER, any -> true).reversed().stream()
                        .map(customer -> customer.without(List.of("identified", "identifications")))
                        .toList());
    }

    private static void fill(Fields fields, ObjectNode customer) {
        for (String name : NAMES) {
            fields.text(name).ifPresent(text -> customer.put(name, text));
        }
        fields.any("metadata").ifPresent(metadata -> customer.set("metadata", object(metadata)));
        fields.refuseUnknown();
    }

    /** It may come as an object, or as the text of one. */
    private static JsonNode object(JsonNode metadata) {
        return metadata.isString() ? object(metadata.stringValue()) : metadata;
    }

    static JsonNode object(String metadata) {
        try {
            return Json.parse(metadata);
        } catch (JacksonException e) {
            throw PaystackError.invalid("metadata", metadata, "a stringified JSON object");
        }
    }

    private void save(Change change, ObjectNode customer) {
        customer.put("updatedAt", Account.written(account.now()));
        change.put(Kind.CUSTOMER, Json.string(customer, "customer_code"), customer);
    }

    /** As it stands inside a payment request or a transaction. */
    static ObjectNode brief(ObjectNode customer) {
        ObjectNode brief = Json.object();
        for (String name : List.of("id", "first_name", "last_name", "email", "customer_code", "phone", "metadata")) {
            brief.set(name, customer.required(name));
        }
        return brief.put("risk_action", "default").putNull("international_format_phone");
    }
}
