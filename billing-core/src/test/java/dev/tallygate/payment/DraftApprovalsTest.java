package dev.tallygate.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.invoice.BillingWorld;
import dev.tallygate.invoice.DraftApprovals;
import dev.tallygate.invoice.DraftDecision;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.overdue.OverdueConfiguration;
import dev.tallygate.rejection.Rejected;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.context.annotation.AnnotationConfigRegistry;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Drafts wait for a person, where the setting says so; nothing is planned for the others. */
class DraftApprovalsTest {
    private static final String APRIL = "2026-04-01T00:00:00Z";

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    Path home = Path.of("");

    private BillingWorld world;

    @BeforeEach
    void aDraft() {
        DATABASE.clear();
        world = world("true");
        world.plan("standard", "charges: [{id: base, flat: 20.00}]");
        world.subscribe("acme", "standard", "2026-03-01T00:00:00Z");
        world.bill(APRIL);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aDraftIsPlannedOnceItIsApprovedAndWhoSaidSoIsKept() {
        assertThat(planner().unplanned(null, 10)).isEmpty();
        assertThat(planner().plan(List.of(invoiceId().toString()))).isEmpty();
        assertThat(planner().unapproved()).isEqualTo(1);
        assertThat(approvals().waiting(invoicePeriodStart(), null, 10)).containsExactly(invoiceId());

        assertThat(decide(DraftDecision.Kind.APPROVED)).isEqualTo(DraftDecision.Result.DECIDED);

        assertThat(planner().unapproved()).isZero();
        assertThat(planner().unplanned(null, 10)).containsExactly(invoiceId().toString());
        assertThat(planner().plan(List.of(invoiceId().toString()))).hasSize(1);
        assertThat(approvals().of(invoiceId()))
                .containsExactly(new DraftDecision(
                        DraftDecision.Kind.APPROVED,
                        "ada",
                        "looked at",
                        world.clock().instant()));
    }

    @Test
    void anApprovalIsTakenBackWhileNobodyWasToldAndNotAfter() {
        decide(DraftDecision.Kind.APPROVED);
        assertThat(decide(DraftDecision.Kind.APPROVED)).isEqualTo(DraftDecision.Result.ALREADY);
        assertThat(decide(DraftDecision.Kind.WITHDRAWN)).isEqualTo(DraftDecision.Result.DECIDED);
        assertThat(planner().unplanned(null, 10)).isEmpty();
        assertThat(approvals().of(invoiceId())).hasSize(2);

        decide(DraftDecision.Kind.APPROVED);
        planner().plan(List.of(invoiceId().toString()));

        assertThat(decide(DraftDecision.Kind.WITHDRAWN)).isEqualTo(DraftDecision.Result.ON_ITS_WAY);
        assertThat(approvals().of(invoiceId())).hasSize(3);
    }

    @Test
    void aVoidDraftIsNotDecidedAboutAndItsSuccessorWaitsAnew() {
        decide(DraftDecision.Kind.APPROVED);
        world.bean(InvoiceBook.class)
                .voidInvoice(invoiceId().toString(), world.clock().instant());
        world.bill(APRIL);

        assertThat(decide(DraftDecision.Kind.APPROVED)).isEqualTo(DraftDecision.Result.NO_DRAFT);
        assertThat(approvals().waiting(null, null, 10))
                .singleElement()
                .satisfies(successor -> assertThat(successor.revision()).isEqualTo(2));
    }

    @Test
    void withoutTheSettingNothingWaits() {
        world.close();
        world = world("false");

        assertThat(planner().unapproved()).isZero();
        assertThat(planner().unplanned(null, 10)).containsExactly(invoiceId().toString());
        assertThat(planner().plan(List.of(invoiceId().toString()))).hasSize(1);
    }

    @Test
    void aDecisionWithoutANameIsRefused() {
        DraftDecision nameless = new DraftDecision(
                DraftDecision.Kind.APPROVED, "", "", world.clock().instant());

        assertThatThrownBy(() -> approvals().decide(List.of(invoiceId()), nameless))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("by: 0 (expected: 1 to 100 characters)");
    }

    private BillingWorld world(String approval) {
        return new BillingWorld(DATABASE, SettableClock.at("2026-04-15T00:00:00Z"), context -> {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "approval",
                            Map.of("tallygate.billing.approval", approval, "tallygate.home", home.toString())));
            withPayments(context);
        });
    }

    private static void withPayments(GenericApplicationContext context) {
        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
        ((AnnotationConfigRegistry) context).register(OverdueConfiguration.class, PaymentConfiguration.class);
        context.registerBean("stripe", PaymentProvider.class, FakeProvider::new);
    }

    private DraftDecision.Result decide(DraftDecision.Kind kind) {
        DraftDecision decision =
                new DraftDecision(kind, "ada", "looked at", world.clock().instant());
        return approvals()
                .decide(List.of(invoiceId()), decision)
                .getOrDefault(invoiceId(), DraftDecision.Result.ALREADY);
    }

    private InvoiceId invoiceId() {
        return InvoiceId.parse("inv_%d_20260301_P1".formatted(world.customerKey("acme")))
                .orElseThrow();
    }

    private static java.time.Instant invoicePeriodStart() {
        return java.time.Instant.parse("2026-03-01T00:00:00Z");
    }

    private DraftApprovals approvals() {
        return world.bean(DraftApprovals.class);
    }

    private InvoicePlanner planner() {
        return world.bean(InvoicePlanner.class);
    }
}
