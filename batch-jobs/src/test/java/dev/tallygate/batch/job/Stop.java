package dev.tallygate.batch.job;

import org.springframework.batch.core.listener.ChunkListener;
import org.springframework.batch.infrastructure.item.Chunk;

/** Throws once, at one chunk, before its work or after it and before its commit. */
final class Stop implements ChunkListener<Object, Object> {
    private final int chunk;
    private final String when;
    private int seen;

    private Stop(int chunk, String when) {
        this.chunk = chunk;
        this.when = when;
    }

    static Stop before(int chunk) {
        return new Stop(chunk, "before");
    }

    static Stop after(int chunk) {
        return new Stop(chunk, "after");
    }

    @Override
    public void beforeChunk(Chunk<Object> items) {
        seen++;
        stopIf("before");
    }

    @Override
    public void afterChunk(Chunk<Object> items) {
        stopIf("after");
    }

    private void stopIf(String now) {
        if (seen == chunk && when.equals(now)) {
            throw new IllegalStateException("stopped " + this);
        }
    }

    @Override
    public String toString() {
        return when + " the work of chunk " + chunk;
    }
}
