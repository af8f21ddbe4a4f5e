package dev.tallygate.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.money.Money;
import dev.tallygate.payment.FakeProvider.FakeInvoice;
import dev.tallygate.payment.InvoiceFacts.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Signed events in every order there is, each twice: the same end whichever comes first. */
class EventOrderTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    /** A draft, open, paid, open since a payment failed, and void. */
    private static final List<Status> CREATED_FINALIZED_PAID_FAILED_VOIDED =
            List.of(Status.DRAFT, Status.OPEN, Status.PAID, Status.OPEN, Status.VOID);

    private final SettableClock clock = SettableClock.at("2026-11-02T08:00:00Z");
    private final FakeProvider provider = new FakeProvider();
    private PaymentWorld world;

    @BeforeEach
    void openWorld() {
        DATABASE.clear();
        world = new PaymentWorld(DATABASE, clock, provider);
    }

    @AfterEach
    void closeWorld() {
        world.close();
    }

    @Test
    void whatIsPaidAtTheProviderEndsPaidInEveryOrder() {
        assertThat(endsOf(Status.PAID)).containsOnly("PAID 10.00 USD []");
    }

    @Test
    void whatIsVoidAtTheProviderAloneEndsParkedInEveryOrder() {
        assertThat(endsOf(Status.VOID)).containsOnly("PAID 10.00 USD [VOIDED_AT_PROVIDER]");
    }

    /** One invoice takes them all, as new each time; two others hear of everything before our own calls were answered. */
    private List<String> endsOf(Status truth) {
        InvoiceId id = world.planned(world.customer("acme", "USD"), 10_00);
        world.drainAll();
        become(there(id).getValue(), truth);
        List<String> ends = new ArrayList<>();
        for (List<Integer> order : orders(CREATED_FINALIZED_PAID_FAILED_VOIDED.size())) {
            forget();
            tellTwice(there(id).getKey(), order);
            ends.add(endOf(id));
        }
        ends.add(earlyEndOf("globex", truth, List.of(4, 2, 0, 1, 3)));
        ends.add(earlyEndOf("hooli", truth, List.of(2, 4, 3, 1, 0)));
        return ends;
    }

    private String earlyEndOf(String customer, Status truth, List<Integer> order) {
        InvoiceId id = world.planned(world.customer(customer, "USD"), 10_00);
        world.delivery().drain(3);
        provider.order(FakeProvider.Misfortune.ANSWER_LOST);
        world.delivery().drain(1);
        become(there(id).getValue(), truth);
        tellTwice(there(id).getKey(), order);
        world.drainAll();
        return endOf(id);
    }

    private String endOf(InvoiceId id) {
        List<String> parked = world.parked().ofCustomer(id.customerKey(), 10).stream()
                .filter(entry -> entry.ended().isEmpty())
                .map(entry -> entry.cause().reason())
                .toList();
        return "%s %s %s"
                .formatted(
                        world.invoice(id).status(),
                        world.invoice(id).amountPaid().display(),
                        parked);
    }

    private Map.Entry<String, FakeInvoice> there(InvoiceId id) {
        return provider.invoices.entrySet().stream()
                .filter(entry -> entry.getValue().reference.invoiceId().equals(id.toString()))
                .findFirst()
                .orElseThrow();
    }

    /** As it was before anything was told. */
    private static void forget() {
        DATABASE.jdbcClient().sql("delete from provider_events").update();
        DATABASE.jdbcClient().sql("delete from parked").update();
        DATABASE.jdbcClient()
                .sql("update invoices set status = 'FINALIZED', amount_paid = 0, paid_time = null")
                .update();
    }

    /** What is received at one time is settled in the order of its ids. */
    private void tellTwice(String invoice, List<Integer> order) {
        int told = 0;
        for (int twin = 0; twin < 2; twin++) {
            for (int event : order) {
                Status status = CREATED_FINALIZED_PAID_FAILED_VOIDED.get(event);
                String body = "evt_%s_%02d|%s|%s".formatted(invoice, ++told, invoice, status);
                world.inbox().receive("stripe", body.getBytes(StandardCharsets.UTF_8), Map.of("signed", "yes"));
            }
        }
        world.settler().settle(100);
    }

    private static void become(FakeInvoice invoice, Status truth) {
        Money total = invoice.total();
        if (truth == Status.PAID) {
            invoice.pay(total);
        } else {
            invoice.status = truth;
            invoice.remaining = total;
        }
    }

    /** All orders of so many things. */
    static List<List<Integer>> orders(int size) {
        if (size == 0) {
            return List.of(List.of());
        }
        List<List<Integer>> orders = new ArrayList<>();
        for (List<Integer> shorter : orders(size - 1)) {
            for (int place = 0; place < size; place++) {
                List<Integer> longer = new ArrayList<>(shorter);
                longer.add(place, size - 1);
                orders.add(List.copyOf(longer));
            }
        }
        return orders;
    }
}
