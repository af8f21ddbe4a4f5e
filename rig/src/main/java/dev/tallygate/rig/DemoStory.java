package dev.tallygate.rig;

import com.google.protobuf.Timestamp;
import dev.tallygate.v1.EventResult;
import dev.tallygate.v1.Provider;
import dev.tallygate.v1.Quota;
import dev.tallygate.v1.RecordUsageResponse;
import dev.tallygate.v1.Subscription;
import dev.tallygate.v1.UsageEvent;
import dev.tallygate.v1.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import tools.jackson.databind.json.JsonMapper;

/** The story of the demo, chapter by chapter, in the order of the flow. */
final class DemoStory {
    private final DemoPlace place;
    private final Transcript transcript;
    private final Clock clock;
    private final Launcher tallygate;
    private final List<DemoCustomer> customers;
    private final YearMonth lastMonth;

    DemoStory(DemoPlace place, Transcript transcript, Clock clock) {
        this.place = place;
        this.transcript = transcript;
        this.clock = clock;
        this.tallygate = new Launcher(place.launcher(), ports(place), transcript);
        this.customers = DemoCustomer.ofRun(place.run());
        this.lastMonth = YearMonth.now(clock.withZone(ZoneOffset.UTC)).minusMonths(1);
    }

    /** @param storm what goes wrong at the providers; empty = nothing does */
    void tell(Optional<DemoStorm> storm) {
        transcript.line("Tallygate demo, run " + place.run() + " in " + place.home());
        CompletableFuture<BooksRepository> opening = CompletableFuture.supplyAsync(this::openBooks);
        startServer();
        try (BooksRepository books = opened(opening);
                DemoProviders providers = new DemoProviders(place)) {
            versions(books);
            storm.ifPresent(DemoStorm::begin);
            plans();
            customers(books);
            UsageFile file = lastMonth();
            try (LiveCalls calls = new LiveCalls(place.ports(), key())) {
                List<UsageEvent> five = fiveRequests();
                knownTokens(calls, books, five);
                retries(calls, five);
                warning(calls, providers.mails());
                refusals(calls);
            }
            invoices(books, storm);
            bankTransfer(books, providers.mails());
            mails(providers.mails());
            check(books, providers, file);
        }
    }

    private BooksRepository openBooks() {
        return BooksRepository.open(
                place.setting("TALLYGATE_DB_URL"),
                place.setting("TALLYGATE_DB_USER"),
                place.setting("TALLYGATE_DB_PASSWORD"));
    }

    private static BooksRepository opened(CompletableFuture<BooksRepository> opening) {
        try {
            return opening.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RigFailed why ? why : failed;
        }
    }

    /** Ends the server and the sandbox. */
    void stop() {
        transcript.chapter("The end");
        tallygate.run("stop");
    }

    void sayWhatToTry() {
        transcript.chapter("Still running: gRPC on " + place.ports().grpc() + ", HTTP on "
                + place.ports().http() + ". Try");
        transcript.line("./tallygate usage " + customers.getFirst().customerId());
        transcript.line("./tallygate invoices list");
        transcript.line("./tallygate batch bill --period " + lastMonth + " --dry-run");
        transcript.line("./tallygate stop        ends it all; ./tallygate server starts it again, with its data");
    }

    private void startServer() {
        transcript.chapter("A server, an embedded database, a local Stripe and Paystack, a mailbox");
        tallygate.run("stop", "server");
        tallygate.run("server", "--background");
    }

    private void versions(BooksRepository books) {
        transcript.chapter("What runs here");
        transcript.line("Java      " + System.getProperty("java.vm.version") + ", " + System.getProperty("java.home"));
        transcript.line("System    " + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " cores");
        transcript.line("Database  " + books.databaseVersion());
        transcript.line("Stripe    " + place.stripeBase());
        transcript.line("Paystack  " + place.paystackBase());
        transcript.line("Mails     " + place.setting("SANDBOX_MAIL_URL"));
        transcript.line("Home      " + place.home());
    }

    private void plans() {
        transcript.chapter("Plans: the five that come with Tallygate, with no grace after the end of a month");
        Path folder = place.home().resolve("demo-plans");
        if (!Files.exists(folder)) {
            tallygate.run("plans", "init", folder.toString());
            DemoPlace.setGraceToNothing(folder);
        }
        tallygate.run("plans", "apply", folder.toString());
    }

    private void customers(BooksRepository books) {
        transcript.chapter("Customers: three of Stripe, one of Paystack, one who pays by bank transfer");
        DemoCustomer first = customers.getFirst();
        LocalDate start = lastMonth.atDay(1);
        tallygate.run(
                "customers",
                "create",
                first.customerId(),
                "--name",
                first.name(),
                "--email",
                first.email(),
                "--plan",
                first.planId(),
                "--from",
                start.toString());
        try (Onboarding onboarding = new Onboarding(place.ports(), place.adminKey())) {
            customers.stream().skip(1).forEach(customer -> {
                Subscription subscription = onboarding.bring(
                        customer, start.atStartOfDay(ZoneOffset.UTC).toInstant());
                transcript.line("gRPC CreateCustomer, CreateSubscription  %s  -> %s v%d, %s, %s"
                        .formatted(
                                customer.customerId(),
                                customer.planId(),
                                subscription.getStretches(0).getPlanVersion(),
                                subscription.getCurrencyCode(),
                                customer.providerName()));
            });
        }
        Waiting.until("each provider has its customers", transcript, () -> {
            long missing = customers.stream()
                    .filter(customer ->
                            books.providerCustomerId(customer.customerId()).isEmpty())
                    .count();
            return missing == 0 ? "" : missing + " missing";
        });
    }

    private UsageFile lastMonth() {
        transcript.chapter("Last month, " + lastMonth + ", by import");
        UsageFile file = UsageFile.write(
                place.home().resolve("demo-usage-" + lastMonth + "-" + place.run() + ".jsonl"), customers, lastMonth);
        tallygate.run("import", file.path().toString(), "--format", "jsonl", "--backfill");
        return file;
    }

    private String key() {
        transcript.chapter("This month, live: five requests with known tokens");
        try (Onboarding onboarding = new Onboarding(place.ports(), place.adminKey())) {
            transcript.line("gRPC CreateApiKey  demo-%d  -> a key for ingest and check".formatted(place.run()));
            return onboarding.key("demo-" + place.run());
        }
    }

    private List<UsageEvent> fiveRequests() {
        List<UsageEvent> events = new ArrayList<>();
        for (int number = 1; number <= 5; number++) {
            events.add(event(customers.getFirst(), "live-" + number, 1_000L * number, 200L * number));
        }
        return events;
    }

    /** The guide's own check: five requests with known token counts, five rows with these counts. */
    private void knownTokens(LiveCalls calls, BooksRepository books, List<UsageEvent> events) {
        DemoCustomer acme = customers.getFirst();
        RecordUsageResponse response = calls.record(events);
        for (int i = 0; i < events.size(); i++) {
            UsageEvent event = events.get(i);
            transcript.line(
                    "RecordUsage " + event.getEventId() + "  in " + Amounts.count(event.getTokensIn()) + "  out "
                            + Amounts.count(event.getTokensOut()) + "  -> "
                            + word(response.getResults(i).getVerdict())
                            + "  cost " + response.getResults(i).getCost() + " "
                            + response.getResults(i).getCurrencyCode());
        }
        BooksRepository.Sums rows = books.eventSums(acme.customerId(), lastMonth.plusMonths(1));
        transcript.line("usage_events has " + rows.requests() + " rows of this month: " + Amounts.count(rows.tokensIn())
                + " tokens in, " + Amounts.count(rows.tokensOut()) + " out");
        require("rows of five requests", new BooksRepository.Sums(5, 15_000, 0, 3_000), rows);
    }

    /** A caller that heard nothing sends the same events again. */
    private void retries(LiveCalls calls, List<UsageEvent> events) {
        transcript.chapter("The same five again, as a caller does that got no answer");
        for (EventResult result : calls.record(events).getResultsList()) {
            transcript.line("RecordUsage " + result.getEventId() + "  -> " + word(result.getVerdict()));
            require("verdict of a retry", Verdict.VERDICT_DUPLICATE, result.getVerdict());
        }
        Quota quota = calls.usage(customers.getFirst().customerId()).getQuota();
        transcript.line(
                "GetUsage: spend " + quota.getSpend() + " of " + quota.getSpendCap() + " " + quota.getCurrencyCode());
    }

    /** At 80 % of its cap the customer has a mail within seconds. */
    private void warning(LiveCalls calls, MailReader mails) {
        transcript.chapter("80 % of Acme's spend cap: a mail within seconds");
        DemoCustomer acme = customers.getFirst();
        calls.record(List.of(event(acme, "large-1", 27_500_000, 0)));
        transcript.line("RecordUsage large-1  in " + Amounts.count(27_500_000));
        Waiting.until(
                "the mail is there", transcript, () -> mails.to(acme.email()).isEmpty() ? "no mail yet" : "");
        MailReader.Mail mail = mails.to(acme.email()).getFirst();
        transcript.line("To " + mail.to() + ": " + mail.subject());
        transcript.indented(mail.text().strip());
        require("percent in the subject", true, mail.subject().contains("80"));
    }

    /** Usage past the cap is recorded, since it happened; the next request is refused. */
    private void refusals(LiveCalls calls) {
        transcript.chapter("Refused: Acme passes its spend cap, Hooli uses up its free tokens");
        refusal(calls, customers.getFirst(), 12_500_000, "SPEND_CAP_REACHED");
        refusal(calls, customers.getLast(), 100_000, "ALLOWANCE_EXHAUSTED");
    }

    private void refusal(LiveCalls calls, DemoCustomer customer, long tokens, String reason) {
        String ask = "{\"customer_id\":\"" + customer.customerId() + "\",\"model_id\":\""
                + customer.models().getFirst() + "\"}";
        LiveCalls.Answer before = calls.post("/v1/quota:check", ask);
        transcript.line("POST /v1/quota:check " + ask + "  -> " + before.status());
        require("status before", 200, before.status());
        calls.record(List.of(event(customer, "large", tokens, 0)));
        transcript.line("RecordUsage large  in " + Amounts.count(tokens));
        LiveCalls.Answer after = calls.post("/v1/quota:check", ask);
        transcript.line("POST /v1/quota:check " + ask + "  -> " + after.status() + " " + after.contentType());
        transcript.indented(pretty(after.body()));
        require("status at the limit", 402, after.status());
        require("reason in the body", true, after.body().contains(reason));
    }

    private void invoices(BooksRepository books, Optional<DemoStorm> storm) {
        transcript.chapter("Month end: " + lastMonth + " is closed, rated, drafted, delivered");
        tallygate.run("batch", "bill", "--period", lastMonth.toString());
        tallygate.run("batch", "deliver");
        storm.ifPresent(weather -> {
            weather.end(books);
            transcript.line("Of a webhook that never came only asking tells:");
            tallygate.run("batch", "reconcile");
        });
        Waiting.until("webhooks have paid every invoice but the one by bank transfer", transcript, () -> {
            List<String> open = customers.stream()
                    .filter(customer -> !customer.equals(byTransfer()))
                    .flatMap(customer -> books.invoice(customer.customerId(), lastMonth).stream())
                    .filter(invoice -> !invoice.status().equals("PAID"))
                    .map(BooksRepository.Invoice::status)
                    .toList();
            return open.isEmpty() ? "" : open.size() + " to go " + open;
        });
        long[] webhooks = books.webhookCounts();
        List<BooksRepository.Invoice> done = customers.stream()
                .flatMap(customer -> books.invoice(customer.customerId(), lastMonth).stream())
                .toList();
        transcript.line(done.size() + " invoices: "
                + done.stream().filter(BooksRepository.Invoice::finalized).count() + " finalized by who collects, "
                + done.stream()
                        .filter(invoice -> invoice.status().equals("PAID"))
                        .count() + " paid; webhooks so far: "
                + webhooks[0] + " stored, " + webhooks[1] + " settled.");
        tallygate.run("batch", "verify", "--period", lastMonth.toString());
    }

    /** An invoice that no webhook pays: it is a mail, and a person who sees the money says so. */
    private void bankTransfer(BooksRepository books, MailReader mails) {
        transcript.chapter("A bank transfer: the invoice is a mail, and a person says that the money is there");
        BooksRepository.Invoice invoice =
                books.invoice(byTransfer().customerId(), lastMonth).orElseThrow(() -> new RigFailed("no invoice"));
        Waiting.until(
                "the invoice's mail is there",
                transcript,
                () -> mails.naming(invoice.invoiceId()).isEmpty() ? "no mail yet" : "");
        transcript.indented(mails.naming(invoice.invoiceId()).getFirst().text().strip());
        String amount = Amounts.plain(invoice.totalAmount(), invoice.currencyCode());
        tallygate.run(
                "invoices", "mark-paid", invoice.invoiceId(), "--amount", amount, "--reference", "bank-statement-7");
    }

    private DemoCustomer byTransfer() {
        return customers.stream()
                .filter(customer -> customer.provider() == Provider.PROVIDER_MANUAL)
                .findFirst()
                .orElseThrow();
    }

    /** One mail a limit and one for the invoice by transfer; nothing came twice. */
    private void mails(MailReader mails) {
        transcript.chapter("The mails");
        tallygate.run("mails");
        for (DemoCustomer customer : customers) {
            for (MailReader.Mail mail : mails.to(customer.email())) {
                require("arrivals of mail " + mail.number(), 1, mail.arrivals());
            }
        }
        require(
                "mails to Acme: at 80 % and at 100 %",
                2, mails.to(customers.getFirst().email()).size());
    }

    private void check(BooksRepository books, DemoProviders providers, UsageFile file) {
        transcript.chapter("The last check: each figure read again, from the rows and from whoever collects");
        transcript.line(LastCheck.header());
        LastCheck check = new LastCheck(books, providers.readers(), lastMonth);
        List<String> differences = new ArrayList<>();
        for (DemoCustomer customer : customers) {
            LastCheck.Result result = check.of(customer, file.linesByCustomer().getOrDefault(customer.customerId(), 0));
            transcript.line(result.row());
            differences.addAll(result.differences());
        }
        differences.forEach(difference -> transcript.line("DIFFERENT  " + difference));
        if (!differences.isEmpty()) {
            throw new RigFailed(differences.size() + " figures differ (above)");
        }
    }

    private UsageEvent event(DemoCustomer customer, String eventId, long tokensIn, long tokensOut) {
        Instant now = clock.instant();
        return UsageEvent.newBuilder()
                .setEventId(eventId)
                .setCustomerId(customer.customerId())
                .setModelId(customer.models().getFirst())
                .setUsageTime(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
                .setTokensIn(tokensIn)
                .setTokensOut(tokensOut)
                .build();
    }

    private static void require(String what, Object expected, Object seen) {
        if (!expected.equals(seen)) {
            throw new RigFailed(what + ": " + seen + " (expected: " + expected + ")");
        }
    }

    private static String word(Verdict verdict) {
        return verdict.name().substring("VERDICT_".length());
    }

    private static String pretty(String json) {
        JsonMapper mapper = JsonMapper.shared();
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(mapper.readTree(json));
    }

    private static Map<String, String> ports(DemoPlace place) {
        return Map.of(
                "TALLYGATE_GRPC_PORT", Integer.toString(place.ports().grpc()),
                "TALLYGATE_HTTP_PORT", Integer.toString(place.ports().http()));
    }
}
