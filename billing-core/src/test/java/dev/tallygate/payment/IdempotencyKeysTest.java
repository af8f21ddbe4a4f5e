package dev.tallygate.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.database.Bytes;
import dev.tallygate.operation.Installation;
import dev.tallygate.operation.Mode;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class IdempotencyKeysTest {
    private static final Delivery.Key STEP = new Delivery.Key(7, "inv_7_20261001_P1", 3, 1);
    private static final PlannedCall LINE = new PlannedCall(CallKind.ADD_LINE, 2);

    private final IdempotencyKeys keys = keysOf("installation-1", Mode.TEST);

    @Test
    void theKeyIsTheHashOfWhatTheCallIsFor() {
        String expected = Bytes.sha256Hex("installation-1|stripe|own|test|line|7/inv_7_20261001_P1/2|1");

        assertThat(keys.of("stripe", "own", STEP, LINE)).isEqualTo("line:" + expected);
        assertThat(expected).matches("[0-9a-f]{64}");
    }

    @Test
    void eachPartMakesAnotherKey() {
        List<String> all = List.of(
                keys.of("stripe", "own", STEP, LINE),
                keys.of("paystack", "own", STEP, LINE),
                keys.of("stripe", "other", STEP, LINE),
                keys.of("stripe", "own", new Delivery.Key(8, "inv_7_20261001_P1", 3, 1), LINE),
                keys.of("stripe", "own", new Delivery.Key(7, "inv_7_20261001_P2", 3, 1), LINE),
                keys.of("stripe", "own", new Delivery.Key(7, "inv_7_20261001_P1", 3, 2), LINE),
                keys.of("stripe", "own", STEP, new PlannedCall(CallKind.ADD_LINE, 3)),
                keys.of("stripe", "own", STEP, new PlannedCall(CallKind.CREATE_INVOICE, 2)),
                keysOf("installation-2", Mode.TEST).of("stripe", "own", STEP, LINE),
                keysOf("installation-1", Mode.LIVE).of("stripe", "own", STEP, LINE));

        assertThat(new TreeSet<>(all)).hasSize(all.size());
    }

    private static IdempotencyKeys keysOf(String installationId, Mode mode) {
        return new IdempotencyKeys(new Installation(installationId, mode, Instant.EPOCH));
    }
}
