package dev.tallygate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestCore;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** What a caller is told when the database's answer to a commit is lost. */
class UncertainCommitTest {

    @RegisterExtension
    static final RecorderScene SCENE = RecorderScene.create();

    /** How the next commit ends. */
    private enum NextCommit {
        WELL,
        CUT_BEFORE,
        CUT_AFTER
    }

    private static final AtomicReference<NextCommit> NEXT = new AtomicReference<>(NextCommit.WELL);

    @Configuration(proxyBeanMethods = false)
    static class CutCommits {

        @Bean
        PlatformTransactionManager transactionManager(DataSource dataSource) {
            return new CutTransactions(dataSource);
        }
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

    @Test
    @DisplayName("invariant 1: a commit whose answer is lost is tried again with the same ids, and counted once")
    void aCommitThatHappenedIsADuplicateAtItsRetry() {
        assertThat(verdictWhen(NextCommit.CUT_AFTER)).isEqualTo(Verdict.DUPLICATE);
        assertThat(SCENE.requestsOf("acme")).isEqualTo(1);
        assertThat(LedgerAudit.findings(SCENE, SCENE.keyOf("acme"))).isEmpty();
    }

    @Test
    void aCommitThatDidNotHappenIsRecordedByItsRetry() {
        assertThat(verdictWhen(NextCommit.CUT_BEFORE)).isEqualTo(Verdict.RECORDED);
        assertThat(SCENE.requestsOf("acme")).isEqualTo(1);
        assertThat(LedgerAudit.findings(SCENE, SCENE.keyOf("acme"))).isEmpty();
    }

    private static Verdict verdictWhen(NextCommit next) {
        try (TestCore core = TestCore.start(SCENE.database(), SCENE.clock(), CutCommits.class)) {
            NEXT.set(next);
            return core.get(UsageRecorder.class)
                    .record(List.of(SCENE.event("e1").tokensIn(2_000).build()))
                    .toCompletableFuture()
                    .join()
                    .getFirst()
                    .verdict();
        }
    }
}
