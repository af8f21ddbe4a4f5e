package dev.tallygate.sandbox.paystack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.paystack.PaystackFixture.Said;
import dev.tallygate.sandbox.provider.Awaiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The path that Tallygate walks: customer, draft, finalize, paid, told. */
class LocalPaystackTest {
    @TempDir
    Path folder;

    private PaystackFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new PaystackFixture(folder);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aDraftIsFinalizedPaidByItselfAndTold() throws IOException, InterruptedException {
        String customer = fixture.customer("lagos@example.com");
        JsonNode draft = fixture.draft(customer, 1_250_000, 750_000);
        String code = draft.path("request_code").asString();

        assertThat(code).startsWith("PRQ_");
        assertThat(draft.path("status").asString()).isEqualTo("draft");
        assertThat(draft.path("amount").longValue()).isEqualTo(2_000_000);
        assertThat(draft.path("domain").asString()).isEqualTo("test");
        assertThat(draft.path("customer").isIntegralNumber()).isTrue();
        assertThat(fixture.paystack.webhooks()).isEmpty();

        Said finalized = fixture.post("/paymentrequest/finalize/" + code, "{\"send_notification\":false}");
        assertThat(finalized.data().path("status").asString()).isEqualTo("pending");
        assertThat(finalized.data().path("paid").asBoolean()).isFalse();
        fixture.clock.advance(Duration.ofSeconds(1));

        Awaiting.await(() -> fixture.events().contains("paymentrequest.success"));
        assertThat(fixture.events())
                .containsExactlyInAnyOrder("paymentrequest.pending", "charge.success", "paymentrequest.success");
        assertThat(fixture.receiver.forged()).isEmpty();
        JsonNode paid = fixture.get("/paymentrequest/verify/" + code).data();
        assertThat(paid.path("status").asString()).isEqualTo("success");
        assertThat(paid.path("amount_paid").longValue()).isEqualTo(2_000_000);
        assertThat(paid.path("pending_amount").longValue()).isZero();
        assertThat(paid.path("paid_at").asString()).isEqualTo("2026-11-01T00:00:01.000Z");
        assertThat(paid.path("customer").path("email").asString()).isEqualTo("lagos@example.com");
        JsonNode transaction = paid.path("transactions").path(0);
        String reference = transaction.path("reference").asString();
        assertThat(fixture.get("/transaction/verify/" + reference).data()).isEqualTo(transaction);
        assertThat(transaction.path("id").longValue()).isGreaterThan(Integer.MAX_VALUE);
        assertThat(fixture.paystack.notificationCount()).isZero();
        assertThat(paid.toString()).doesNotContain("\"_");
    }

    @Test
    void aRequestThatIsNoDraftMailsTheCustomerEachTime() throws IOException, InterruptedException {
        String customer = fixture.customer("lagos@example.com");
        String body = "{\"customer\":\"" + customer + "\",\"amount\":42000,\"description\":\"retried\"}";

        fixture.post("/paymentrequest", body);
        Said second = fixture.post("/paymentrequest", body);

        assertThat(second.data().path("notifications").path(0).path("channel").asString())
                .isEqualTo("email");
        assertThat(fixture.paystack.notificationCount()).isEqualTo(2);
        assertThat(fixture.get("/paymentrequest")
                        .body()
                        .path("meta")
                        .path("total")
                        .intValue())
                .isEqualTo(2);
    }

    @Test
    void aKnownEmailIsTheKnownCustomerOrRefused() throws IOException, InterruptedException {
        String first = fixture.customer("Lagos@example.com");

        assertThat(fixture.customer("lagos@example.com")).isEqualTo(first);
        assertThat(fixture.get("/customer/lagos@example.com")
                        .data()
                        .path("customer_code")
                        .asString())
                .isEqualTo(first);
        assertThat(fixture.get("/customer/" + first).data().path("email").asString())
                .isEqualTo("lagos@example.com");
        fixture.paystack.turn(Quirk.KNOWN_EMAIL_REFUSED, true);
        Said refused = fixture.post("/customer", "{\"email\":\"lagos@example.com\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("status").asBoolean(true)).isFalse();
        assertThat(fixture.get("/customer/nobody@example.com").status()).isEqualTo(404);
    }

    @Test
    void aCustomersMetadataMayBeTextOfAnObject() throws IOException, InterruptedException {
        String code = fixture.customer("lagos@example.com");

        Said updated = fixture.call("PUT", "/customer/" + code, """
                {"first_name": "Ada", "metadata": "{\\"app_user_id\\": \\"acme\\"}"}""");

        assertThat(updated.data().path("first_name").asString()).isEqualTo("Ada");
        assertThat(updated.data().path("metadata").path("app_user_id").asString())
                .isEqualTo("acme");
        assertThat(fixture.call("PUT", "/customer/" + code, "{\"email\":\"other@example.com\"}")
                        .message())
                .startsWith("email: no such field");
    }

    @Test
    void theListIsFilteredAndPaged() throws IOException, InterruptedException {
        String lagos = fixture.customer("lagos@example.com");
        String accra = fixture.customer("accra@example.com");
        fixture.draft(lagos, 10_000);
        fixture.clock.advance(Duration.ofHours(1));
        for (int index = 0; index < 3; index++) {
            fixture.draft(lagos, 20_000 + index);
        }
        fixture.draft(accra, 30_000);
        long id = fixture.get("/customer/" + lagos).data().path("id").longValue();

        Said page = fixture.get("/paymentrequest?customer=" + id + "&from=2026-11-01T00:30:00Z&perPage=2&page=2");

        assertThat(amounts(page)).containsExactly(20_000L);
        assertThat(page.body().path("meta").path("total").intValue()).isEqualTo(3);
        assertThat(page.body().path("meta").path("pageCount").intValue()).isEqualTo(2);
        assertThat(amounts(fixture.get("/paymentrequest?to=2026-11-01T00:30:00Z")))
                .containsExactly(10_000L);
        assertThat(amounts(fixture.get("/paymentrequest?status=pending"))).isEmpty();
        assertThat(fixture.get("/paymentrequest?customer=" + lagos).status()).isEqualTo(400);
        assertThat(fixture.get("/paymentrequest?perpage=2").message()).contains("perpage");
    }

    private static List<Long> amounts(Said page) {
        return page.data()
                .valueStream()
                .map(each -> each.path("amount").longValue())
                .toList();
    }

    @Test
    void anArchivedRequestIsGoneAndIsNotPaid() throws IOException, InterruptedException {
        JsonNode request = fixture.finalized(fixture.customer("lagos@example.com"), 50_000);
        String code = request.path("request_code").asString();

        assertThat(fixture.post("/paymentrequest/archive/" + code, "").status()).isEqualTo(200);

        for (String path : List.of("/paymentrequest/" + code, "/paymentrequest/verify/" + code)) {
            assertThat(fixture.get(path).status()).isEqualTo(404);
        }
        assertThat(fixture.post("/paymentrequest/archive/" + code, "").status()).isEqualTo(404);
        assertThat(fixture.get("/paymentrequest").data()).isEmpty();
        assertThat(fixture.get("/paymentrequest?include_archive=true").data()).hasSize(1);
        fixture.clock.advance(Duration.ofHours(1));
        fixture.restart();
        String open = fixture.finalized(fixture.customer("lagos@example.com"), 60_000)
                .path("request_code")
                .asString();
        fixture.clock.advance(Duration.ofSeconds(1));
        Awaiting.await(() -> fixture.events().contains("paymentrequest.success"));
        assertThat(fixture.receiver.bodies().toString()).contains(open);
        assertThat(fixture.paystack.webhooks().stream().filter(body -> body.contains("success")))
                .hasSize(2);
    }

    @Test
    void everyStateIsThereAfterARestart() throws IOException, InterruptedException {
        fixture.paystack.everybody(Payer.NEVER_PAYS);
        String customer = fixture.customer("lagos@example.com");
        String draft = fixture.draft(customer, 50_000).path("request_code").asString();
        String pending =
                fixture.finalized(customer, 60_000).path("request_code").asString();
        String paid = fixture.finalized(customer, 70_000).path("request_code").asString();
        fixture.paystack.pay(paid, 70_000);
        String key = fixture.paystack.secretKey();
        List<JsonNode> before = List.of(
                fixture.get("/paymentrequest/" + draft).data(),
                fixture.get("/paymentrequest/" + pending).data(),
                fixture.get("/paymentrequest/" + paid).data(),
                fixture.get("/customer/" + customer).data());

        fixture.restart();

        assertThat(fixture.paystack.secretKey()).isEqualTo(key);
        assertThat(List.of(
                        fixture.get("/paymentrequest/" + draft).data(),
                        fixture.get("/paymentrequest/" + pending).data(),
                        fixture.get("/paymentrequest/" + paid).data(),
                        fixture.get("/customer/" + customer).data()))
                .isEqualTo(before);
        long next = fixture.draft(customer, 50_000).path("id").longValue();
        assertThat(next).isGreaterThan(before.get(2).path("id").longValue());
    }

    @Test
    void totalsAreByCurrency() throws IOException, InterruptedException {
        fixture.paystack.everybody(Payer.NEVER_PAYS);
        String customer = fixture.customer("lagos@example.com");
        fixture.finalized(customer, 50_000);
        fixture.paystack.pay(
                fixture.finalized(customer, 70_000).path("request_code").asString(), 70_000);
        fixture.draft(customer, 1_000_000);

        JsonNode totals = fixture.get("/paymentrequest/totals").data();

        assertThat(totals).isEqualTo(Json.parse("""
                {"pending": [{"currency": "NGN", "amount": 50000}], "successful": [{"currency": "NGN", "amount": 70000}],
                 "total": [{"currency": "NGN", "amount": 120000}]}"""));
    }
}
