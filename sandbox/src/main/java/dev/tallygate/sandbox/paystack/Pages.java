package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.journal.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Pages by number: {@code page} and {@code perPage}. */
final class Pages {
    private static final int PER_PAGE = 50;
    private static final int PER_PAGE_MAX = 100;

    private Pages() {}

    static Answer answer(String message, Call call, List<ObjectNode> all) {
        Parameters parameters = call.parameters();
        int perPage = number(parameters, "perPage", PER_PAGE, PER_PAGE_MAX);
        int page = number(parameters, "page", 1, Integer.MAX_VALUE);
        parameters.refuseUnknown();
        long start = Math.min((page - 1L) * perPage, all.size());
        long end = Math.min(start + perPage, all.size());
        ObjectNode body = Account.said(message);
        ArrayNode data = body.putArray("data");
        all.subList((int) start, (int) end).forEach(data::add);
        body.putObject("meta")
                .put("total", all.size())
                .put("skipped", start)
                .put("perPage", perPage)
                .put("page", page)
                .put("pageCount", (all.size() + perPage - 1) / perPage);
        return Answer.ok(body);
    }

    /** Keeps what was created when {@code from} and {@code to} say. */
    static Predicate<ObjectNode> created(Parameters parameters) {
        return created(parameters, "created_at");
    }

    static Predicate<ObjectNode> created(Parameters parameters, String field) {
        Instant from = parameters.text("from").map(text -> time("from", text)).orElse(Instant.MIN);
        Instant to = parameters.text("to").map(text -> time("to", text)).orElse(Instant.MAX);
        return object -> {
            Instant created = Instant.parse(Json.string(object, field));
            return !created.isBefore(from) && !created.isAfter(to);
        };
    }

    private static Instant time(String name, String text) {
        try {
            return Account.read(text);
        } catch (DateTimeException e) {
            throw ParameterRefused.invalid(name, name + ": " + text + " (expected: 2026-07-08T00:00:00Z)");
        }
    }

    private static int number(Parameters parameters, String name, int usual, int max) {
        long number = parameters.number(name).orElse((long) usual);
        if (number < 1 || number > max) {
            throw ParameterRefused.invalid(name, name + ": " + number + " (expected: 1 to " + max + ")");
        }
        return (int) number;
    }
}
