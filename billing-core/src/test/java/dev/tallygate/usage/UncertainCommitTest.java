package dev.tallygate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.CutCommits;
import dev.tallygate.CutCommits.NextCommit;
import dev.tallygate.TestCore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a caller is told when the database's answer to a commit is lost. */
class UncertainCommitTest {

    @RegisterExtension
    static final RecorderScene SCENE = RecorderScene.create();

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
            CutCommits.next(next);
            return RecorderScene.record(core, SCENE.event("e1").tokensIn(2_000).build())
                    .verdict();
        }
    }
}
