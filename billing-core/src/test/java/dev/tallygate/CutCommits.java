package dev.tallygate;

import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** Gives a {@link TestCore} a transaction manager whose next commit may be cut: for all cores of a test at once. */
@Configuration(proxyBeanMethods = false)
public class CutCommits {

    private static final AtomicReference<NextCommit> NEXT = new AtomicReference<>(NextCommit.WELL);

    /** How the next commit ends. */
    public enum NextCommit {
        WELL,
        CUT_BEFORE,
        CUT_AFTER
    }

    /** Orders how the next commit ends; those after it end well. */
    public static void next(NextCommit next) {
        NEXT.set(next);
    }

    @Bean
    PlatformTransactionManager transactionManager(DataSource dataSource) {
        return new CutTransactions(dataSource);
    }

    private static final class CutTransactions extends JdbcTransactionManager {

        private static final long serialVersionUID = 1L;

        CutTransactions(DataSource dataSource) {
            super(dataSource);
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            switch (NEXT.getAndSet(NextCommit.WELL)) {
                case WELL -> super.doCommit(status);
                case CUT_BEFORE -> {
                    super.doRollback(status);
                    throw new TransactionSystemException("cut before the commit");
                }
                case CUT_AFTER -> {
                    super.doCommit(status);
                    throw new TransactionSystemException("cut after the commit");
                }
            }
        }
    }
}
