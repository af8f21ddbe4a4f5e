package dev.tallygate.database;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs work in one transaction, and again from its beginning when the database rolled it back for a lock. */
public final class Transactions {

    private static final int ATTEMPTS_MAX = 5;

    private final TransactionTemplate template;

    public Transactions(TransactionTemplate template) {
        this.template = template;
    }

    /**
     * The work's answer, after its commit. A deadlock or a lock wait that timed out is tried again, at most
     * {@value #ATTEMPTS_MAX} times in all; every other failure is thrown as it came, with nothing written, except where
     * the commit itself lost its connection: then it is unknown.
     */
    public <T extends @Nullable Object> T call(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return template.execute(status -> work.get());
            } catch (PessimisticLockingFailureException rolledBack) {
                if (attempt == ATTEMPTS_MAX) {
                    throw rolledBack;
                }
            }
        }
    }

    /** As {@link #call}, for work without an answer. */
    public void run(Runnable work) {
        template.executeWithoutResult(status -> work.run());
    }
}
