package dev.tallygate.sandbox.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class DocumentStoreTest {
    private enum Kind implements DocumentKind {
        SETTING
    }

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("stripe.journal");
    }

    private static void put(DocumentStore store, String id, int value) {
        store.change(Change.Origin.SANDBOX, change -> {
            change.put(Kind.SETTING, id, document(value));
            return id;
        });
    }

    private static ObjectNode document(int value) {
        return Json.object().put("value", value);
    }

    private static List<Long> values(DocumentStore store) {
        return store.change(
                Change.Origin.SANDBOX,
                change -> change.list(Kind.SETTING, any -> true).stream()
                        .map(found -> Json.number(found, "value"))
                        .toList());
    }

    @Test
    void aLineThatAKillCutShortNeverWas() throws IOException {
        try (DocumentStore store = DocumentStore.open(file())) {
            put(store, "a", 1);
            put(store, "b", 2);
        }
        Files.writeString(file(), "[[\"SETTING\",\"c\",{\"val", StandardOpenOption.APPEND);

        try (DocumentStore store = DocumentStore.open(file())) {
            assertThat(values(store)).containsExactly(1L, 2L);
            put(store, "d", 4);
        }
        try (DocumentStore store = DocumentStore.open(file())) {
            assertThat(values(store)).containsExactly(1L, 2L, 4L);
        }
    }

    @Test
    void aChangeThatFailsLeavesNothing() {
        try (DocumentStore store = DocumentStore.open(file())) {
            assertThatThrownBy(() -> store.change(Change.Origin.SANDBOX, change -> {
                        change.put(Kind.SETTING, "a", document(1));
                        throw new IllegalStateException("refused");
                    }))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(values(store)).isEmpty();
        }
        try (DocumentStore store = DocumentStore.open(file())) {
            assertThat(values(store)).isEmpty();
        }
    }

    @Test
    void aLongJournalIsRewrittenAtAStartAndSaysTheSame() throws IOException {
        try (DocumentStore store = DocumentStore.open(file())) {
            put(store, "kept", 7);
            for (int step = 0; step < 1_200; step++) {
                put(store, "changing", step);
            }
            store.change(Change.Origin.SANDBOX, change -> {
                change.remove(Kind.SETTING, "absent");
                return change;
            });
        }

        try (DocumentStore store = DocumentStore.open(file())) {
            assertThat(values(store)).containsExactly(7L, 1_199L);
            put(store, "late", 8);
        }
        assertThat(Files.readAllLines(file())).hasSize(3);
        try (DocumentStore store = DocumentStore.open(file())) {
            assertThat(values(store)).containsExactly(7L, 1_199L, 8L);
        }
    }

    @Test
    void aChangeSeesWhatItWroteItself() {
        try (DocumentStore store = DocumentStore.open(file())) {
            put(store, "a", 1);
            List<Long> seen = store.change(Change.Origin.SANDBOX, change -> {
                change.put(Kind.SETTING, "b", document(2));
                change.remove(Kind.SETTING, "a");
                return change.list(Kind.SETTING, any -> true).stream()
                        .map(found -> Json.number(found, "value"))
                        .toList();
            });

            assertThat(seen).containsExactly(2L);
        }
    }
}
