package dev.tallygate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.CutProxy;
import dev.tallygate.CutProxy.Cut;
import dev.tallygate.TestCore;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The machine of the database vanishes without a word, as a cable that is pulled: nothing is refused, nothing answered. Of
 * the two ways an event is written, the first of a period goes the long one, in a transaction, and the next in one trip.
 */
class SilentDatabaseTest {

    @RegisterExtension
    static final RecorderScene SCENE = RecorderScene.create();

    @ParameterizedTest
    @CsvSource({
        "SILENT_BEFORE_COMMIT, first, RECORDED",
        "SILENT_AFTER_COMMIT, first, DUPLICATE",
        "SILENT_BEFORE_COMMIT, second, RECORDED",
        "SILENT_AFTER_COMMIT, second, DUPLICATE"
    })
    @DisplayName("invariant 1: a commit behind which the database falls silent is tried again and counted once")
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
    void aLaneDoesNotWaitForAnAnswerThatNeverComes(Cut cut, String eventId, Verdict verdict) {
        try (CutProxy wire = CutProxy.to(SCENE.database().url());
                TestCore core = TestCore.start(
                        SCENE.database(),
                        SCENE.clock(),
                        Map.of("tallygate.db.url", wire.url(), "tallygate.db.silence-max", "2s"))) {
            if (eventId.equals("second")) {
                assertThat(record(core, "first")).isEqualTo(Verdict.RECORDED);
            }
            wire.cutNext(cut);
            assertThat(record(core, eventId)).isEqualTo(verdict);
            assertThat(record(core, eventId)).isEqualTo(Verdict.DUPLICATE);
            assertThat(LedgerAudit.findings(SCENE, SCENE.keyOf("acme"))).isEmpty();
        }
    }

    private static Verdict record(TestCore core, String eventId) {
        return RecorderScene.record(core, SCENE.event(eventId).tokensIn(1_000).build())
                .verdict();
    }
}
