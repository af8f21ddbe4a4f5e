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

/** Saved cards, transactions, and money that goes back. */
class ChargesTest {
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
    void aPaidRequestLeavesAnAuthorizationThatCanBeCharged() throws IOException, InterruptedException {
        String customer = fixture.customer("a+sandbox_never_pays@example.com");
        String request =
                fixture.finalized(customer, 50_000).path("request_code").asString();
        assertThat(authorizations(customer)).isEmpty();

        fixture.paystack.pay(request, 50_000);
        Said charged = charge("a+sandbox_never_pays@example.com", code(customer), "inv-1-a1");

        assertThat(authorizations(customer)).hasSize(1);
        assertThat(charged.status()).isEqualTo(200);
        assertThat(charged.data().path("status").asString()).isEqualTo("success");
        assertThat(verified("inv-1-a1").path("amount").longValue()).isEqualTo(30_000);
        Awaiting.await(
                () -> fixture.events().stream().filter("charge.success"::equals).count() == 2);
    }

    @Test
    void aDeclinedChargeIsTwoHundredAndNobodyIsTold() throws IOException, InterruptedException {
        String customer = card("b@example.com", SavedCard.DECLINED);

        Said charged = charge("b@example.com", code(customer), "inv-2-a1");

        assertThat(charged.status()).isEqualTo(200);
        assertThat(charged.body().path("status").asBoolean()).isTrue();
        assertThat(charged.data().path("status").asString()).isEqualTo("failed");
        assertThat(fixture.paystack.webhooks()).isEmpty();
        assertThat(fixture.get("/transaction?status=failed").data()).hasSize(1);
    }

    @Test
    void aReferenceIsTakenOnce() throws IOException, InterruptedException {
        String customer = card("c@example.com", SavedCard.PAYS);
        charge("c@example.com", code(customer), "inv-3-a1");

        Said again = charge("c@example.com", code(customer), "inv-3-a1");

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.body().path("code").asString()).isEqualTo("duplicate_reference");
        assertThat(fixture.get("/transaction/verify/inv-3-a2").status()).isEqualTo(404);
        assertThat(fixture.get("/transaction").data()).hasSize(1);
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException, InterruptedException {
        String customer = card("d@example.com", SavedCard.PAYS);
        String code = code(customer);

        assertThat(charge("other@example.com", code, "r-1").message()).startsWith("Email does not match");
        assertThat(charge("d@example.com", "AUTH_x", "r-1").message()).contains("not found");
        assertThat(charge("d@example.com", code, "with space").message()).contains("letters, digits");
        fixture.paystack.saveCard(customer, SavedCard.NOT_REUSABLE);
        assertThat(charge("d@example.com", code, "r-1").message()).contains("not reusable");
        assertThat(fixture.get("/transaction").data()).isEmpty();
    }

    @Test
    void afterTenFailuresACardIsChargedOnceADay() throws IOException, InterruptedException {
        String customer = card("e@example.com", SavedCard.DECLINED);
        for (int attempt = 1; attempt <= 10; attempt++) {
            assertThat(charge("e@example.com", code(customer), "r-" + attempt).status())
                    .isEqualTo(200);
        }

        assertThat(charge("e@example.com", code(customer), "r-11").message()).contains("cannot be fulfilled until");
        fixture.clock.advance(Duration.ofHours(25));
        assertThat(charge("e@example.com", code(customer), "r-11").status()).isEqualTo(200);
    }

    @Test
    void aChargeUnderWayIsEndedByHand() throws IOException, InterruptedException {
        String customer = card("f@example.com", SavedCard.PENDING);
        charge("f@example.com", code(customer), "r-1");
        assertThat(verified("r-1").path("status").asString()).isEqualTo("processing");

        fixture.paystack.finishCharge("r-1", "success");

        assertThat(verified("r-1").path("status").asString()).isEqualTo("success");
        Awaiting.await(() -> fixture.events().equals(List.of("charge.success")));
    }

    @Test
    void anInitializedTransactionIsAbandonedUntilSomebodyPays() throws IOException, InterruptedException {
        Said made = fixture.post(
                "/transaction/initialize", "{\"email\":\"new@example.com\",\"amount\":20000,\"reference\":\"r-9\"}");

        assertThat(made.data().path("reference").asString()).isEqualTo("r-9");
        assertThat(verified("r-9").path("status").asString()).isEqualTo("abandoned");
    }

    @Test
    void aRefundGoesThroughItsStatesAndIsToldWithoutItsNumber() throws IOException, InterruptedException {
        String customer = card("g@example.com", SavedCard.PAYS);
        charge("g@example.com", code(customer), "r-1");
        Said made = fixture.post("/refund", "{\"transaction\":\"r-1\",\"amount\":10000}");
        assertThat(made.data().path("status").asString()).isEqualTo("pending");
        assertThat(fixture.post("/refund", "{\"transaction\":\"r-1\",\"amount\":20001}")
                        .status())
                .isEqualTo(400);

        fixture.clock.advance(Duration.ofSeconds(1));
        Awaiting.await(() -> fixture.events().contains("refund.processing"));
        fixture.clock.advance(Duration.ofSeconds(1));
        Awaiting.await(() -> fixture.events().contains("refund.processed"));

        long transaction = verified("r-1").path("id").longValue();
        JsonNode listed =
                fixture.get("/refund?transaction=" + transaction).data().get(0);
        assertThat(listed.path("status").asString()).isEqualTo("processed");
        assertThat(listed.path("transaction").longValue()).isEqualTo(transaction);
        JsonNode told = fixture.receiver.bodies().stream()
                .map(Json::parse)
                .filter(body -> body.path("event").asString().equals("refund.processed"))
                .findFirst()
                .orElseThrow()
                .path("data");
        assertThat(told.has("id")).isFalse();
        assertThat(told.path("amount").isString()).isTrue();
    }

    @Test
    void aDisputeIsToldAndResolved() throws IOException, InterruptedException {
        String customer = card("h@example.com", SavedCard.PAYS);
        charge("h@example.com", code(customer), "r-1");
        long dispute = fixture.paystack.dispute("r-1");

        fixture.call("PUT", "/dispute/" + dispute + "/resolve", "{\"resolution\":\"declined\"}");

        JsonNode seen = fixture.get("/dispute/" + dispute).data();
        assertThat(seen.path("status").asString()).isEqualTo("resolved");
        assertThat(seen.path("transaction").path("reference").asString()).isEqualTo("r-1");
        Awaiting.await(() -> fixture.events().containsAll(List.of("charge.dispute.create", "charge.dispute.resolve")));
    }

    private String card(String email, SavedCard card) throws IOException, InterruptedException {
        String customer = fixture.customer(email);
        fixture.paystack.saveCard(customer, card);
        return customer;
    }

    private JsonNode authorizations(String customer) throws IOException, InterruptedException {
        return fixture.get("/customer/" + customer).data().path("authorizations");
    }

    private String code(String customer) throws IOException, InterruptedException {
        return authorizations(customer).get(0).path("authorization_code").asString();
    }

    private Said charge(String email, String code, String reference) throws IOException, InterruptedException {
        return fixture.post("/transaction/charge_authorization", """
                {"email": "%s", "amount": 30000, "currency": "NGN", "authorization_code": "%s", "reference": "%s"}
                """.formatted(email, code, reference));
    }

    private JsonNode verified(String reference) throws IOException, InterruptedException {
        return fixture.get("/transaction/verify/" + reference).data();
    }
}
