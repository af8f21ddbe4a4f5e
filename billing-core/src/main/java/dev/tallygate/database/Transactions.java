package dev.tallygate.database;

import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs work in one transaction, and again from its beginning where that is known to be right. */
public final class Transactions {

    private static final int ATTEMPTS_MAX = 8;
    private static final long PAUSE_MILLIS_MAX = 500;

    private final TransactionTemplate template;
    private final TransactionTemplate onePicture;

    public Transactions(TransactionTemplate template) {
        this.template = template;
        this.onePicture =
                new TransactionTemplate(Objects.requireNonNull(template.getTransactionManager(), "transactionManager"));
        onePicture.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        onePicture.setReadOnly(true);
    }

    /**
     * The work's answer, after its commit. A deadlock or a lock wait that timed out is tried again, at most
     * {@value #ATTEMPTS_MAX} times in all; every other failure is thrown as it came, with nothing written, except where
     * the commit itself lost its connection: then it is unknown.
     */
    public <T extends @Nullable Object> T call(Supplier<T> work) {
        return call(work, PessimisticLockingFailureException.class::isInstance);
    }

    /** As {@link #call}, for work without an answer. */
    public void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    /**
     * As {@link #call}, and again also after a lost connection, a commit whose outcome is unknown, or a key that another
     * transaction took first: only for work that finds what it did before.
     */
    public <T extends @Nullable Object> T callRepeatable(Supplier<T> work) {
        return call(work, Transactions::mayPass);
    }

    /** The answer of work that only reads, from one picture of the database: no other transaction is seen in part. */
    public <T extends @Nullable Object> T read(Supplier<T> work) {
        return onePicture.execute(status -> work.get());
    }

    /** The answer of single statements that only read and need no picture; again as {@link #callRepeatable}. */
    public <T extends @Nullable Object> T ask(Supplier<T> work) {
        return repeat(work, Transactions::mayPass);
    }

    private <T extends @Nullable Object> T call(Supplier<T> work, Predicate<RuntimeException> again) {
        return repeat(() -> template.execute(status -> work.get()), again);
    }

    private static <T extends @Nullable Object> T repeat(Supplier<T> work, Predicate<RuntimeException> again) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (RuntimeException failure) {
                if (attempt == ATTEMPTS_MAX || !again.test(failure) || !pause(attempt)) {
                    throw failure;
                }
            }
        }
    }

    private static boolean mayPass(RuntimeException failure) {
        return failure instanceof TransientDataAccessException
                || failure instanceof RecoverableDataAccessException
                || failure instanceof DataAccessResourceFailureException
                || failure instanceof DuplicateKeyException
                || failure instanceof TransactionException;
    }

    /** Waits a random, growing while, so that those who met do not meet again; false where the thread is to end. */
    private static boolean pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(Math.min(PAUSE_MILLIS_MAX, 2L << attempt)));
            return true;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
