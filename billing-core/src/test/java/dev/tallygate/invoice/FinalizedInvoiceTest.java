package dev.tallygate.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.CutCommits;
import dev.tallygate.CutCommits.NextCommit;
import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.Together;
import dev.tallygate.customer.CustomerChange;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.DraftRepository.NewInvoice;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.money.Money;
import dev.tallygate.party.Buyer;
import dev.tallygate.party.LegalEntities;
import dev.tallygate.party.LegalEntity;
import dev.tallygate.party.Party;
import dev.tallygate.party.SellerFile;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.TransactionSystemException;

/** Numbers without gaps, and invoices that stay what they were, on a real database and under cut commits. */
class FinalizedInvoiceTest {
    private static final String PER_MODEL = "charges: [{id: tokens, meter: tokens_out, per: 1, price: {gpt: 0.005}}]";
    private static final Instant TIME = Instant.parse("2026-04-02T00:00:00Z");
    private static final String SELLER = """
            entities:
              acme-labs:
                name: Acme Labs Ltd
                address: [1 High Street, Lagos]
                country: NG
                tax_ids: [TIN 12345678-0001]
            """;

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private BillingWorld world;

    @BeforeEach
    void open() {
        DATABASE.clear();
        world = open(SettableClock.at("2026-04-15T00:00:00Z"));
        world.plan("standard", PER_MODEL);
    }

    private static BillingWorld open(SettableClock clock) {
        return new BillingWorld(DATABASE, clock, context -> context.registerBean(CutCommits.class));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void numbersOfTwoProcessesHaveNoGapAndNoTwinThoughSomeFinalizationsAreUndone() {
        int customers = 24;
        List<InvoiceId> drafts = IntStream.range(0, customers)
                .mapToObj(i -> draft("customer-" + i))
                .toList();
        try (BillingWorld twin = open(world.clock())) {
            Together.run(6, thread -> {
                SplittableRandom random = new SplittableRandom(thread);
                BillingWorld process = thread % 2 == 0 ? world : twin;
                for (int i = thread % 3; i < customers; i += 3) {
                    if (random.nextInt(3) == 0) {
                        undo(process, drafts.get(i));
                    }
                    finalizeDraft(process, drafts.get(i), TIME);
                }
                return thread;
            });
        }

        assertThat(numbers())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, customers)
                        .mapToObj("INV-2026-%06d"::formatted)
                        .toList());
    }

    private static void undo(BillingWorld process, InvoiceId id) {
        assertThatThrownBy(() -> process.bean(Transactions.class).run(() -> {
                    process.bean(GateRepository.class).lock(List.of(id.customerKey()));
                    process.bean(InvoiceBook.class).finalized(id, "in_undone", null, TIME);
                    throw new IllegalStateException("killed before the commit");
                }))
                .hasMessage("killed before the commit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CUT_BEFORE", "CUT_AFTER"})
    void aCommitThatIsCutNeitherLosesNorRepeatsANumber(String cut) {
        InvoiceId first = draft("first");
        InvoiceId second = draft("second");

        CutCommits.next(NextCommit.valueOf(cut));
        assertThatThrownBy(() -> finalizeDraft(world, first, TIME)).isInstanceOf(TransactionSystemException.class);
        finalizeDraft(world, second, TIME);
        finalizeDraft(world, first, TIME);

        assertThat(numbers()).containsExactly("INV-2026-000001", "INV-2026-000002");
    }

    @Test
    void creditNotesAndYearsHaveSeriesOfTheirOwn() {
        InvoiceId march = draft("acme");
        InvoiceId creditNote = creditNote("acme", march);
        InvoiceId other = draft("other");

        finalizeDraft(world, march, Instant.parse("2026-12-31T23:59:59.999999Z"));
        finalizeDraft(world, creditNote, Instant.parse("2026-12-31T23:59:59.999999Z"));
        finalizeDraft(world, other, Instant.parse("2027-01-01T00:00:00Z"));

        assertThat(number(march)).isEqualTo("INV-2026-000001");
        assertThat(number(creditNote)).isEqualTo("CN-2026-000001");
        assertThat(number(other)).isEqualTo("INV-2027-000001");
        assertThat(book().parties(invoice(creditNote)).creditedNumber()).isEqualTo("INV-2026-000001");
        assertThat(book().requireNamed("CN-2026-000001").id()).isEqualTo(creditNote);
    }

    @Test
    void aVoidInvoiceKeepsItsNumberAndTheSuccessorGetsItsOwn() {
        InvoiceId first = draft("acme");
        finalizeDraft(world, first, TIME);

        book().voidInvoice(first.toString(), TIME);
        world.bill("2026-04-01T00:00:00Z");
        InvoiceId successor =
                InvoiceId.parse(first.toString().replace("P1", "P2")).orElseThrow();
        finalizeDraft(world, successor, TIME);

        assertThat(number(first)).isEqualTo("INV-2026-000001");
        assertThat(number(successor)).isEqualTo("INV-2026-000002");
    }

    @Test
    void aDraftThatIsVoidedTakesNoNumber() {
        InvoiceId id = draft("acme");

        book().voidInvoice(id.toString(), TIME);

        assertThat(numbers()).isEmpty();
        assertThat(DATABASE.jdbcTemplate().queryForObject("select count(*) from invoice_numbers", Long.class))
                .isZero();
    }

    @Test
    void eachLegalEntityCountsByItself() {
        world.bean(LegalEntities.class).set(SellerFile.parse("""
                default: acme-labs
                entities:
                  acme-labs: {name: Acme Labs Ltd}
                  acme-ng: {name: Acme Nigeria, invoice_numbers: "NG{year}/{number}", credit_note_numbers: "NGC{year}/{number}"}
                """));
        InvoiceId lagos = draft("lagos");
        InvoiceId london = draft("london");
        Buyer ofNigeria = new Buyer(Party.NONE, "", "", "acme-ng");
        world.bean(CustomerRegistry.class).update("lagos", new CustomerChange(null, null, ofNigeria));

        finalizeDraft(world, london, TIME);
        finalizeDraft(world, lagos, TIME);

        assertThat(number(london)).isEqualTo("INV-2026-000001");
        assertThat(number(lagos)).isEqualTo("NG2026/000001");
    }

    @Test
    void whatStoodOnItStaysWhenSellerAndBuyerChange() {
        world.bean(LegalEntities.class).set(SellerFile.parse(SELLER));
        InvoiceId id = draft("acme");
        assertThat(book().parties(invoice(id)).seller().party().name()).isEqualTo("Acme Labs Ltd");
        finalizeDraft(world, id, TIME);
        FinalizedParties before = book().parties(invoice(id));

        world.bean(LegalEntities.class).set(SellerFile.parse(SELLER.replace("Acme Labs Ltd", "Renamed Ltd")));
        Buyer moved = new Buyer(new Party("New Name", List.of("Elsewhere"), "GB", List.of()), "", "", "");
        world.bean(CustomerRegistry.class).update("acme", new CustomerChange(null, null, moved));

        assertThat(book().parties(invoice(id))).isEqualTo(before);
        assertThat(before.seller().party().name()).isEqualTo("Acme Labs Ltd");
        assertThat(verify(id)).isEmpty();
    }

    @Test
    void anInstallationThatNamesNoSellerNumbersAllTheSame() {
        InvoiceId id = draft("acme");

        finalizeDraft(world, id, TIME);

        assertThat(book().parties(invoice(id)).seller()).isEqualTo(LegalEntity.UNNAMED);
        assertThat(number(id)).isEqualTo("INV-2026-000001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update invoice_lines set description = 'cheaper'",
                "update invoice_lines set explanation = '{}'",
                "update invoices set total_amount = total_amount + 1",
                "update invoices set invoice_number = 'INV-2026-000002'",
                "update invoices set invoice_number = null",
                "update invoices set finalized_time = '2026-04-03'",
                "update finalized_invoices set parties = replace(parties, 'Acme', 'Other')",
                "delete from finalized_invoices"
            })
    void aFinalizedInvoiceThatWasChangedInTheDatabaseIsFound(String change) {
        world.bean(LegalEntities.class).set(SellerFile.parse(SELLER));
        InvoiceId id = draft("acme");
        finalizeDraft(world, id, TIME);
        assertThat(verify(id)).isEmpty();

        DATABASE.jdbcTemplate().update(change);

        assertThat(verify(id)).contains(Finding.Kind.FINALIZED);
    }

    @Test
    void whatMayHappenToAFinalizedInvoiceIsNoChange() {
        InvoiceId id = draft("acme");
        finalizeDraft(world, id, TIME);

        book().changeDue(id, new Invoice.Due(TIME, TIME, "https://pay.example.com/1"));
        book().received(id, new Money(20, Currency.getInstance("USD")));
        book().uncollectible(id);
        book().paid(id, new Money(50, Currency.getInstance("USD")), TIME);

        assertThat(verify(id)).isEmpty();
    }

    private InvoiceId draft(String customerId) {
        world.subscribe(customerId, "standard", "2026-03-01T00:00:00Z");
        world.use(customerId, "gpt", 100, "2026-03-10T00:00:00Z");
        world.bill("2026-04-01T00:00:00Z");
        return InvoiceId.of(
                world.customerKey(customerId), Instant.parse("2026-03-01T00:00:00Z"), InvoiceKind.PERIOD, 1);
    }

    private InvoiceId creditNote(String customerId, InvoiceId credited) {
        Invoice invoice = invoice(credited);
        InvoiceId id =
                InvoiceId.of(world.customerKey(customerId), invoice.period().start(), InvoiceKind.ADJUSTMENT, 1);
        InvoiceLine line = new InvoiceLine.Carry(1, invoice.total().negated(), "Credit");
        DraftedInvoice drafted = new DraftedInvoice(
                id, invoice.period(), invoice.planVersionId(), invoice.total().negated(), List.of(line));
        new DraftRepository(DATABASE.jdbcTemplate()).insert(List.of(new NewInvoice(drafted, "manual", TIME)));
        return id;
    }

    private static void finalizeDraft(BillingWorld process, InvoiceId id, Instant time) {
        process.bean(Transactions.class).run(() -> {
            process.bean(GateRepository.class).lock(List.of(id.customerKey()));
            process.bean(InvoiceBook.class).finalized(id, "in_" + id, null, time);
        });
    }

    private Set<Finding.Kind> verify(InvoiceId id) {
        PeriodKey key = new PeriodKey(id.customerKey(), Instant.parse("2026-03-01T00:00:00Z"));
        return Set.copyOf(world.bean(PeriodVerifier.class).verify(key).stream()
                .map(Finding::kind)
                .toList());
    }

    private String number(InvoiceId id) {
        return String.valueOf(invoice(id).reference().number());
    }

    private static List<String> numbers() {
        return DATABASE
                .jdbcTemplate()
                .queryForList(
                        "select cast(invoice_number as char) from invoices where invoice_number is not null"
                                + " order by invoice_number",
                        String.class)
                .stream()
                .map(String::valueOf)
                .toList();
    }

    private Invoice invoice(InvoiceId id) {
        return book().require(id.toString());
    }

    private InvoiceBook book() {
        return world.bean(InvoiceBook.class);
    }
}
