package dev.tallygate.quota;

import dev.tallygate.database.Lane;
import java.util.concurrent.CompletableFuture;

/** A check that is sound, waiting to be answered. */
record Check(CheckRequest request, Asked asked, CompletableFuture<CheckAnswer> answer) implements Lane.Work {
    private static final long BYTES = 500;

    @Override
    public int items() {
        return 1;
    }

    @Override
    public long bytes() {
        return BYTES;
    }

    @Override
    public void fail(RuntimeException failure) {
        answer.completeExceptionally(failure);
    }
}
