package dev.tallygate.sandbox.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Everything a provider's account holds: in memory, and in a journal that a restart reads. One change at a time. */
public final class DocumentStore implements AutoCloseable {
    /** Below this the journal is not worth rewriting. */
    private static final int LINES_MIN = 1_000;

    private final Map<String, SequencedMap<String, ObjectNode>> documents = new TreeMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Journal journal;
    private volatile Runnable afterChange = () -> {};

    private DocumentStore(Journal journal) {
        this.journal = journal;
    }

    public static DocumentStore open(Path file) {
        try {
            DocumentStore store = new DocumentStore(Journal.open(file));
            List<String> lines = store.journal.readAll();
            lines.forEach(line -> store.apply((ArrayNode) Json.parse(line)));
            if (lines.size() > LINES_MIN) {
                store.journal.rewrite(store.snapshot());
            }
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs this work alone; what it wrote becomes true and lasting when it returns, and never was when it throws. */
    public <T> T change(Change.Origin origin, Function<Change, T> work) {
        lock.lock();
        try {
            Change change = new Change(documents, origin);
            T result = work.apply(change);
            if (!change.isEmpty()) {
                ArrayNode line = change.toJson();
                journal.append(Json.write(line));
                apply(line);
                afterChange.run();
            }
            return result;
        } finally {
            lock.unlock();
        }
    }

    /** Called after each change, by the thread that made it: it should only wake somebody. */
    public void onChange(Runnable listener) {
        afterChange = listener;
    }

    private void apply(ArrayNode line) {
        for (JsonNode entry : line) {
            String kind = entry.get(0).stringValue();
            SequencedMap<String, ObjectNode> ofKind = documents.computeIfAbsent(kind, any -> new LinkedHashMap<>());
            String id = entry.get(1).stringValue();
            if (entry.get(2) instanceof ObjectNode document) {
                ofKind.put(id, document);
            } else {
                ofKind.remove(id);
            }
        }
    }

    private List<String> snapshot() {
        List<String> lines = new ArrayList<>();
        documents.forEach((kind, ofKind) -> ofKind.forEach((id, document) -> {
            ArrayNode line = Json.array();
            line.addArray().add(kind).add(id).add(document);
            lines.add(Json.write(line));
        }));
        return lines;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            journal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }
}
