package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Parameters;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Pages of a list: {@code limit}, {@code starting_after}, {@code ending_before}, {@code created[…]}. */
final class Listing {
    private static final int LIMIT_MAX = 100;
    private static final int LIMIT = 10;

    private Listing() {}

    /**
     * The page that was asked for, of the documents of a kind that match. Copies those on the page alone: all pages of a long
     * list cost what the list is long, and not its square.
     */
    static ObjectNode newestFirst(Call call, Change change, Kind kind, Predicate<ObjectNode> filter) {
        Parameters parameters = call.parameters();
        if (parameters.text("ending_before").isPresent()) {
            return page(call, change.list(kind, filter).reversed());
        }
        int limit = limit(parameters);
        Optional<String> after = parameters.text("starting_after");
        parameters.refuseUnknown();
        after.filter(id -> change.find(kind, id).isEmpty()).ifPresent(id -> {
            throw noSuch(id, "starting_after");
        });
        List<ObjectNode> found = change.newest(kind, filter, after, limit + 1);
        return of(call.path(), found.subList(0, Math.min(limit, found.size())), found.size() > limit);
    }

    /** The page that was asked for, of these objects in the order in which they are listed. */
    static ObjectNode page(Call call, List<ObjectNode> all) {
        Parameters parameters = call.parameters();
        int limit = limit(parameters);
        int start = parameters
                .text("starting_after")
                .map(id -> indexOf(all, id, "starting_after") + 1)
                .orElse(0);
        int end = parameters
                .text("ending_before")
                .map(id -> indexOf(all, id, "ending_before"))
                .orElse(all.size());
        boolean backwards = parameters.text("ending_before").isPresent();
        parameters.refuseUnknown();
        int from = backwards ? Math.max(start, end - limit) : start;
        int to = Math.min(from + limit, end);
        boolean hasMore = backwards ? from > start : to < end;
        return of(call.path(), all.subList(from, to), hasMore);
    }

    /** The first objects, as they stand inside another object. */
    static ObjectNode first(String url, List<ObjectNode> all) {
        return of(url, all.subList(0, Math.min(LIMIT, all.size())), all.size() > LIMIT);
    }

    private static ObjectNode of(String url, List<ObjectNode> page, boolean hasMore) {
        ObjectNode list = Json.object();
        list.put("object", "list");
        ArrayNode data = list.putArray("data");
        page.forEach(data::add);
        list.put("has_more", hasMore);
        list.put("url", url);
        return list;
    }

    /** Keeps what was created when {@code created} or {@code created[gt|gte|lt|lte]} say. */
    static Predicate<ObjectNode> created(Parameters parameters) {
        long exactly = parameters.number("created").orElse(-1L);
        long after = parameters.number("created[gt]").orElse(Long.MIN_VALUE);
        long from = parameters.number("created[gte]").orElse(Long.MIN_VALUE);
        long before = parameters.number("created[lt]").orElse(Long.MAX_VALUE);
        long until = parameters.number("created[lte]").orElse(Long.MAX_VALUE);
        return object -> {
            long created = Json.number(object, "created");
            return (exactly < 0 || created == exactly)
                    && created > after
                    && created >= from
                    && created < before
                    && created <= until;
        };
    }

    /** Keeps the objects whose field has the value of the parameter of that name, where it was sent. */
    static Predicate<ObjectNode> matching(Parameters parameters, String name) {
        return parameters
                .text(name)
                .<Predicate<ObjectNode>>map(value ->
                        object -> Json.text(object, name).filter(value::equals).isPresent())
                .orElse(object -> true);
    }

    /** Keeps the objects whose flag is as the parameter of that name says, where it was sent. */
    static Predicate<ObjectNode> flagged(Parameters parameters, String name) {
        return parameters
                .flag(name)
                .<Predicate<ObjectNode>>map(
                        wanted -> object -> object.path(name).asBoolean() == wanted)
                .orElse(object -> true);
    }

    private static int limit(Parameters parameters) {
        long limit = parameters.number("limit").orElse((long) LIMIT);
        if (limit < 1 || limit > LIMIT_MAX) {
            throw ParameterRefused.invalid("limit", "limit must be from 1 to " + LIMIT_MAX);
        }
        return (int) limit;
    }

    private static int indexOf(List<ObjectNode> all, String id, String parameter) {
        for (int index = 0; index < all.size(); index++) {
            if (Json.string(all.get(index), "id").equals(id)) {
                return index;
            }
        }
        throw noSuch(id, parameter);
    }

    private static ParameterRefused noSuch(String id, String parameter) {
        return ParameterRefused.invalid(parameter, "No such object: '" + id + "'");
    }
}
