package dev.tallygate.batch.delivering;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/** Yields invoice ids page by page, and after a restart goes on behind the last one of a finished chunk. */
final class IdReader implements ItemStreamReader<String> {
    private static final String LAST = "reader.invoice_id";

    private final Source source;
    private final Queue<String> page = new ArrayDeque<>();
    private @Nullable String last;

    IdReader(Source source) {
        this.source = source;
    }

    /** Where ids come from. */
    interface Source {
        /** The next ids in order; null = from the first. */
        List<String> pageAfter(@Nullable String id);
    }

    @Override
    public void open(ExecutionContext context) {
        if (context.containsKey(LAST)) {
            last = context.getString(LAST);
        }
    }

    @Override
    public @Nullable String read() {
        if (page.isEmpty()) {
            page.addAll(source.pageAfter(last));
        }
        String next = page.poll();
        if (next != null) {
            last = next;
        }
        return next;
    }

    @Override
    public void update(ExecutionContext context) {
        if (last != null) {
            context.putString(LAST, last);
        }
    }
}
