package dev.tallygate.batch.job;

import java.util.concurrent.CountDownLatch;
import org.springframework.batch.core.listener.ChunkListener;
import org.springframework.batch.infrastructure.item.Chunk;

/** Waits at one chunk, before its work, until it is told to go on. */
final class Stuck implements ChunkListener<Object, Object> {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    private final int chunk;
    private int seen;

    Stuck(int chunk) {
        this.chunk = chunk;
    }

    @Override
    public void beforeChunk(Chunk<Object> items) {
        seen++;
        if (seen == chunk) {
            reached.countDown();
            await();
        }
    }

    private void await() {
        try {
            goOn.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
