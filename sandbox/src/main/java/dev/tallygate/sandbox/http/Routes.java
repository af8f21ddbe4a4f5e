package dev.tallygate.sandbox.http;

import dev.tallygate.sandbox.journal.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of what can be asked: method and path to the one that answers. */
public final class Routes {
    /** Answers a call inside a change; throws to refuse, and the change is dropped. */
    @FunctionalInterface
    public interface Handler {
        Answer answer(Call call, Change change);
    }

    /** A route with the ids that stood in the path. */
    public record Match(Handler handler, List<String> ids) {
        public Match {
            ids = List.copyOf(ids);
        }
    }

    private record Route(String method, Pattern path, Handler handler) {}

    private final List<Route> table = new ArrayList<>();

    /** Adds a route; {@code {id}} stands for one segment of the path. */
    public Routes on(String method, String path, Handler handler) {
        table.add(new Route(method, Pattern.compile(path.replace("{id}", "([^/]+)")), handler));
        return this;
    }

    public Optional<Match> find(String method, String path) {
        for (Route route : table) {
            Matcher matcher = route.path().matcher(path);
            if (route.method().equals(method) && matcher.matches()) {
                return Optional.of(new Match(route.handler(), ids(matcher)));
            }
        }
        return Optional.empty();
    }

    private static List<String> ids(Matcher matcher) {
        List<String> ids = new ArrayList<>();
        for (int group = 1; group <= matcher.groupCount(); group++) {
            ids.add(matcher.group(group));
        }
        return ids;
    }
}
