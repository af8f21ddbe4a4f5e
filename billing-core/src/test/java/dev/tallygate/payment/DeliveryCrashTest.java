package dev.tallygate.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.InvoiceFacts.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Kills the drainer at every call, before it and between it and its record. */
class DeliveryCrashTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    /** Customer, invoice, two lines, read back invoice and lines, finalization. */
    private static final int CALLS = 7;

    @Test
    @DisplayName("invariant 9: a crash at any call leaves one customer, one invoice and each line once")
    void aCrashAtAnyCallDoublesNothing() {
        List<String> breaches = new ArrayList<>();
        for (int call = 1; call <= CALLS; call++) {
            breaches.addAll(breaches(call, false, new FakeProvider()));
            breaches.addAll(breaches(call, true, new FakeProvider()));
        }

        assertThat(breaches).isEmpty();
    }

    @Test
    @DisplayName("negative control: keys that do not survive a restart double, and the check sees it")
    void keysThatAreNotPersistedAreCaught() {
        List<String> breaches = new ArrayList<>();
        for (int call = 1; call <= CALLS; call++) {
            breaches.addAll(breaches(call, true, new FakeProvider() {
                @Override
                public synchronized Outcome execute(Call made, String idempotencyKey) {
                    return super.execute(made, UUID.randomUUID().toString());
                }
            }));
        }

        assertThat(breaches).anyMatch(breach -> breach.contains("customers: 2"));
        assertThat(breaches).anyMatch(breach -> breach.contains("invoices: 2"));
        assertThat(breaches).anyMatch(breach -> breach.contains("lines: 3"));
    }

    @Test
    void theUninterruptedRunMakesThatManyCalls() {
        DATABASE.clear();
        var crashing = new CrashingProvider(new FakeProvider());
        try (PaymentWorld world = new PaymentWorld(DATABASE, clock(), crashing)) {
            world.planned(world.customer("acme", "USD"), 100, 200);

            world.drainAll();

            assertThat(crashing.calls()).isEqualTo(CALLS);
        }
    }

    private static List<String> breaches(int call, boolean after, FakeProvider provider) {
        DATABASE.clear();
        var crashing = new CrashingProvider(provider);
        crashing.crashAt(call, after);
        String where = "crash %s call %d: ".formatted(after ? "after" : "before", call);
        try (PaymentWorld world = new PaymentWorld(DATABASE, clock(), crashing)) {
            InvoiceId id = world.planned(world.customer("acme", "USD"), 100, 200);
            drainThroughCrash(world, where);
            List<String> breaches = new ArrayList<>();
            expect(breaches, where + "customers", provider.customers.size(), 1);
            expect(breaches, where + "invoices", provider.invoices.size(), 1);
            provider.invoices.values().forEach(invoice -> expect(breaches, where + "lines", invoice.lines.size(), 2));
            boolean isOpen = provider.invoices.values().stream().anyMatch(invoice -> invoice.status == Status.OPEN);
            expect(breaches, where + "open at the provider", isOpen, true);
            expect(breaches, where + "status here", world.invoice(id).status(), InvoiceStatus.FINALIZED);
            return breaches;
        }
    }

    private static void drainThroughCrash(PaymentWorld world, String where) {
        try {
            world.drainAll();
            throw new AssertionError(where + "never happened");
        } catch (CrashingProvider.Crash crash) {
            world.drainAll();
        }
    }

    private static void expect(List<String> breaches, String what, Object given, Object expected) {
        if (!given.equals(expected)) {
            breaches.add("%s: %s (expected: %s)".formatted(what, given, expected));
        }
    }

    private static SettableClock clock() {
        return SettableClock.at("2026-11-02T08:00:00Z");
    }
}
