package dev.tallygate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.money.Money;
import dev.tallygate.payment.Call;
import dev.tallygate.payment.EventPage;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.FoundObject;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.InvoiceFacts.Status;
import dev.tallygate.payment.Listed;
import dev.tallygate.payment.LookUp;
import dev.tallygate.payment.Outcome;
import dev.tallygate.payment.PlannedCall;
import dev.tallygate.payment.ProviderLine;
import dev.tallygate.time.BillingPeriod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an account answers through the port: the same steps against a provider's own test mode and against the local one. All
 * that is made carries an installation id of its own, is void in the end, and its customer is removed.
 */
public abstract class ProviderAccountTest {
    private static final Duration CLOCKS = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private final String run = UUID.randomUUID().toString().replace("-", "");
    private final String installation = "accounts-" + run;
    private ProviderAccount account;
    private Instant since;
    private String customer = "";
    private Optional<Call.ProviderDraft> open = Optional.empty();

    /** Skips the test where there is none. */
    protected abstract ProviderAccount open(Path folder) throws IOException;

    @BeforeEach
    void open() throws IOException {
        account = open(folder);
        since = account.now().minus(CLOCKS);
        customer = done(creation(), "customer");
    }

    /** Runs whatever became of the test: nothing that can be paid stays behind. */
    @AfterEach
    void cleanUp() {
        if (account == null) {
            return;
        }
        open.ifPresent(draft -> account.provider().execute(new Call.VoidInvoice(draft), key("clean")));
        if (!customer.isEmpty()) {
            account.remove(customer);
        }
        account.close();
    }

    @Test
    void aCustomerIsMadeOnceAndFoundByOurMarks() {
        repeated(creation(), "customer", customer);

        assertThat(account.provider().lookUp(creation(), since)).isEqualTo(found(customer));
        assertThat(all(account.provider()::listCustomers))
                .extracting(FoundObject.OfCustomer::objectId)
                .doesNotHaveDuplicates()
                .contains(customer);
    }

    @Test
    void anInvoiceIsMadeOnceReadBackEqualFinalizedAndVoided() {
        Call.ProviderDraft draft = drafted();

        assertThat(facts(draft).status()).isEqualTo(Status.DRAFT);
        assertThat(facts(draft).total()).isEqualTo(money(251_50));
        assertThat(lines(draft)).containsExactlyInAnyOrder(money(200_00), money(51_50));
        assertThat(all(account.provider()::listInvoices))
                .extracting(invoice -> invoice.facts().providerInvoiceId())
                .containsExactly(draft.providerInvoiceId());

        done(new Call.FinalizeInvoice(draft), "finalize");
        assertThat(account.provider().lookUp(new Call.FinalizeInvoice(draft), since))
                .isInstanceOf(LookUp.Found.class);
        assertThat(facts(draft).status()).isEqualTo(Status.OPEN);
        assertThat(facts(draft).paid().remaining()).isEqualTo(money(251_50));
        assertThat(account.provider().listEvents(since, EventPage.FIRST)).isInstanceOf(Fetched.Found.class);

        done(new Call.VoidInvoice(draft), "void");
        open = Optional.empty();
        assertThat(account.provider().fetchInvoice(draft.providerInvoiceId()))
                .matches(left -> left instanceof Fetched.Absent
                        || (left instanceof Fetched.Found<InvoiceFacts> found
                                && found.value().status() == Status.VOID));
    }

    /** As delivery goes about it: each call of the plan, looked up and repeated. */
    private Call.ProviderDraft drafted() {
        var reference = new Call.InvoiceReference(installation, "inv_1_" + run, 1, account.currency());
        BillingPeriod period = BillingPeriod.monthContaining(account.now().minus(Duration.ofDays(31)));
        List<Call.Line> lines = List.of(
                new Call.Line(1, money(200_00), "tokens", period), new Call.Line(2, money(51_50), "requests", period));
        var content = new Call.Content("Acme", email(), period, account.now(), money(251_50), lines);
        var creation = new Call.CreateInvoice(reference, customer, content);
        String invoice = done(creation, "invoice");
        var draft = new Call.ProviderDraft(reference, customer, invoice);
        open = Optional.of(draft);
        repeated(creation, "invoice", invoice);
        assertThat(account.provider().lookUp(creation, since)).isEqualTo(found(invoice));
        for (PlannedCall planned : account.provider().planInvoice(lines.size())) {
            switch (planned.kind()) {
                case ADD_LINE ->
                    add(new Call.AddLine(draft, lines.get(planned.lineNumber() - 1)), "line" + planned.lineNumber());
                default -> assertThat(planned.lineNumber()).isZero();
            }
        }
        return draft;
    }

    private void add(Call.AddLine line, String name) {
        String item = done(line, name);
        repeated(line, name, item);
        assertThat(account.provider().lookUp(line, since)).isEqualTo(found(item));
    }

    private Call.CreateCustomer creation() {
        return new Call.CreateCustomer(installation, "acme", "Acme", email());
    }

    private String email() {
        return "accounts+sandbox_no_card" + run + "@example.com";
    }

    private String done(Call call, String name) {
        Outcome outcome = account.provider().execute(call, key(name));
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        return ((Outcome.Accepted) outcome).objectId();
    }

    /** Where keys are remembered; elsewhere what may have been sent is looked up and never sent again. */
    private void repeated(Call call, String name, String object) {
        if (!account.provider().keyLife().isZero()) {
            assertThat(done(call, name)).isEqualTo(object);
        }
    }

    private String key(String name) {
        return installation + ":" + name;
    }

    private static LookUp found(String object) {
        return new LookUp.Found(object, Optional.empty());
    }

    private interface Page<T> {
        Listed<T> after(String installationId, Instant since, Optional<String> last);
    }

    private <T> List<T> all(Page<T> pages) {
        List<T> all = new ArrayList<>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            Listed<T> listed = pages.after(installation, since, next.filter(last -> !last.isEmpty()));
            assertThat(listed).isInstanceOf(Listed.Page.class);
            all.addAll(((Listed.Page<T>) listed).items());
            next = ((Listed.Page<T>) listed).next();
        }
        return all;
    }

    private InvoiceFacts facts(Call.ProviderDraft draft) {
        Fetched<InvoiceFacts> fetched = account.provider().fetchInvoice(draft.providerInvoiceId());
        assertThat(fetched).isInstanceOf(Fetched.Found.class);
        return ((Fetched.Found<InvoiceFacts>) fetched).value();
    }

    private List<Money> lines(Call.ProviderDraft draft) {
        Fetched<List<ProviderLine>> fetched = account.provider().fetchLines(draft.providerInvoiceId());
        assertThat(fetched).isInstanceOf(Fetched.Found.class);
        return ((Fetched.Found<List<ProviderLine>>) fetched)
                .value().stream().map(ProviderLine::amount).toList();
    }

    private Money money(long minorUnits) {
        return new Money(minorUnits, account.currency());
    }
}
