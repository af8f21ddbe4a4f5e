package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.payment.CrashingProvider;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.InvoiceFacts;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is looked at before a credit note is sent: nobody is given by itself what went back, or was credited, already. */
class StripeGuardedCreditNotesTest {
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

    /** Voids the invoice here just after Stripe was asked about it. */
    private final class VoidsInBetween extends CrashingProvider {
        private final InvoiceId original;
        private boolean isDone;

        VoidsInBetween(InvoiceId original) {
            super(world.stripe.provider);
            this.original = original;
        }

        @Override
        public Fetched<InvoiceFacts> fetchInvoice(String providerInvoiceId) {
            Fetched<InvoiceFacts> answer = super.fetchInvoice(providerInvoiceId);
            if (!isDone) {
                isDone = true;
                world.here.invoices().voidInvoice(original.toString(), world.stripe.clock.instant());
            }
            return answer;
        }
    }

    @Test
    @DisplayName("voided here while its note is divided: no note, since its successor asks for all of it")
    void anInvoiceThatIsVoidedWhileItsNoteIsDividedGetsNone() {
        InvoiceId original = world.open("acme", 10_00);
        world.here.plannedAdjustment(original, 1, -3_00);
        world.through(new VoidsInBetween(original));

        world.here.drainAll();

        assertThat(world.notes()).isEmpty();
        assertThat(world.onlyParked()).startsWith("ORIGINAL_VOID: ");
        assertThat(world.invoice(original).getStatus()).isEqualTo("void");
    }
}
