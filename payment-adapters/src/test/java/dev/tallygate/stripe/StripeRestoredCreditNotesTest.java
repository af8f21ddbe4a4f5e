package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.Invoice;
import com.stripe.param.InvoiceListParams;
import dev.tallygate.TestDatabase;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.Adoption;
import dev.tallygate.payment.CrashingProvider;
import dev.tallygate.payment.DeliveryHolds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restored database would send an adjustment below zero another way than it went: it stays what it is there. */
class StripeRestoredCreditNotesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    Path folder;

    private CreditWorld world;

    @BeforeEach
    void open() throws IOException {
        DATABASE.clear();
        world = new CreditWorld(DATABASE, folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest(name = "planned before the backup: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("sent as an invoice below zero after the backup: taken over as that, and no note besides")
    void anInvoiceBelowZeroIsNotCreditedAgain(boolean isPlannedBefore) {
        InvoiceId original = world.open("acme", 10_00);
        Runnable early = DATABASE.backup();
        InvoiceId id = world.here.plannedAdjustment(original, 1, -3_00);
        Runnable restore = isPlannedBefore ? DATABASE.backup() : early;
        CreditWorld.asked(() -> world.stripe.client().v1().invoices().markUncollectible(world.there(original)));
        world.here.drainAll();
        world.here.retryParked();
        world.here.drainAll();
        String sent = world.there(id);
        assertThat(sent).startsWith("in_");
        world.pay(original, 10_00);

        restored(restore);
        if (!isPlannedBefore) {
            assertThat(world.here.plannedAdjustment(original, 1, -3_00)).isEqualTo(id);
        }
        world.here.drainAll();

        assertThat(world.notes()).isEmpty();
        assertThat(world.there(id)).isEqualTo(sent);
        assertThat(world.here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(belowZero()).hasSize(1);
        assertThat(world.here.parkedReasons()).isEmpty();
    }

    @Test
    @DisplayName("made a note after the backup, and planned as an invoice below zero now: taken over as the note")
    void aNoteIsNotSentAgainAsAnInvoiceBelowZero() {
        InvoiceId original = world.open("acme", 10_00);
        Runnable early = DATABASE.backup();
        InvoiceId id = world.here.plannedAdjustment(original, 1, -3_00);
        world.here.drainAll();
        String note = world.there(id);

        restored(early);
        world.through(new CrashingProvider(world.stripe.provider) {
            @Override
            public boolean makesCreditNotes() {
                return false;
            }
        });
        assertThat(world.here.plannedAdjustment(original, 1, -3_00)).isEqualTo(id);
        world.through(world.stripe.provider);
        world.here.retryParked();
        world.here.drainAll();

        assertThat(belowZero()).isEmpty();
        assertThat(world.onlyNote().getId()).isEqualTo(note);
        assertThat(world.there(id)).isEqualTo(note);
        assertThat(world.here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.here.invoice(original).amountCredited().minorUnits()).isEqualTo(3_00);
    }

    private void restored(Runnable restore) {
        restore.run();
        world.stripe.clock.advance(Duration.ofHours(30));
        world.through(world.stripe.provider);
        world.here.bean(DeliveryHolds.class).afterRestore("restored from the backup of Monday");
        world.here.bean(Adoption.class).adopt("stripe", adopted -> {});
    }

    private List<Invoice> belowZero() {
        return CreditWorld.asked(() -> world.stripe
                        .client()
                        .v1()
                        .invoices()
                        .list(InvoiceListParams.builder().setLimit(100L).build())
                        .getData())
                .stream()
                .filter(invoice -> invoice.getTotal() < 0)
                .toList();
    }
}
