package dev.tallygate.sandbox.journal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What one request reads and writes: nothing of it is seen by others until all of it is. */
public final class Change {
    /** Where a change comes from, as its events tell. */
    public record Origin(
            @Nullable String requestId, @Nullable String idempotencyKey) {
        /** The sandbox's own doing: a payment that fell due, a card that was set. */
        public static final Origin SANDBOX = new Origin(null, null);
    }

    private record Key(DocumentKind kind, String id) {}

    private final Map<String, SequencedMap<String, ObjectNode>> stored;
    private final Origin origin;
    private final SequencedMap<Key, Optional<ObjectNode>> written = new LinkedHashMap<>();

    Change(Map<String, SequencedMap<String, ObjectNode>> stored, Origin origin) {
        this.stored = stored;
        this.origin = origin;
    }

    public Origin origin() {
        return origin;
    }

    /** A copy: to change the document, {@link #put} it. */
    public Optional<ObjectNode> find(DocumentKind kind, String id) {
        return current(kind, id).map(ObjectNode::deepCopy);
    }

    /** The documents of a kind that match, oldest first, as copies. */
    public List<ObjectNode> list(DocumentKind kind, Predicate<ObjectNode> filter) {
        List<ObjectNode> found = new ArrayList<>();
        documents(kind).forEach((id, document) -> {
            Optional<ObjectNode> current = written.getOrDefault(new Key(kind, id), Optional.of(document));
            current.filter(filter).ifPresent(match -> found.add(match.deepCopy()));
        });
        written.forEach((key, document) -> {
            boolean isNew = key.kind().equals(kind) && !documents(kind).containsKey(key.id());
            document.filter(any -> isNew).filter(filter).ifPresent(match -> found.add(match.deepCopy()));
        });
        return found;
    }

    /**
     * Some of the documents of a kind that match, newest first, as copies; those that are not among them are not copied.
     *
     * @param after begins behind this one; empty = with the newest
     */
    public List<ObjectNode> newest(DocumentKind kind, Predicate<ObjectNode> filter, Optional<String> after, int most) {
        List<ObjectNode> found = new ArrayList<>();
        boolean isBehind = after.isEmpty();
        for (Iterator<String> ids = newestIds(kind); found.size() < most && ids.hasNext(); ) {
            String id = ids.next();
            if (isBehind) {
                current(kind, id).filter(filter).map(ObjectNode::deepCopy).ifPresent(found::add);
            }
            isBehind = isBehind || after.filter(id::equals).isPresent();
        }
        return found;
    }

    /** What this change made comes first. */
    private Iterator<String> newestIds(DocumentKind kind) {
        SequencedMap<String, ObjectNode> kept = documents(kind);
        Stream<String> own = written.sequencedKeySet().reversed().stream()
                .filter(key -> key.kind().equals(kind) && !kept.containsKey(key.id()))
                .map(Key::id);
        return Stream.concat(own, kept.sequencedKeySet().reversed().stream()).iterator();
    }

    private Optional<ObjectNode> current(DocumentKind kind, String id) {
        Optional<ObjectNode> own = written.get(new Key(kind, id));
        return own != null ? own : Optional.ofNullable(documents(kind).get(id));
    }

    public void put(DocumentKind kind, String id, ObjectNode document) {
        written.put(new Key(kind, id), Optional.of(document.deepCopy()));
    }

    public void remove(DocumentKind kind, String id) {
        written.put(new Key(kind, id), Optional.empty());
    }

    private SequencedMap<String, ObjectNode> documents(DocumentKind kind) {
        return stored.getOrDefault(kind.name(), new LinkedHashMap<>());
    }

    boolean isEmpty() {
        return written.isEmpty();
    }

    /** The journal's line: an array of [kind, id, document or null]. */
    ArrayNode toJson() {
        ArrayNode line = Json.array();
        written.forEach((key, document) -> {
            ArrayNode entry = line.addArray();
            entry.add(key.kind().name());
            entry.add(key.id());
            document.ifPresentOrElse(entry::add, entry::addNull);
        });
        return line;
    }
}
