package dev.tallygate.storm;

import dev.tallygate.SettableClock;
import dev.tallygate.operation.Mode;
import dev.tallygate.payment.CallPace;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.paystack.PaystackCollecting;
import dev.tallygate.paystack.PaystackProvider;
import dev.tallygate.paystack.PaystackSettings;
import dev.tallygate.sandbox.http.Fault;
import dev.tallygate.sandbox.http.Script;
import dev.tallygate.sandbox.http.Storm;
import dev.tallygate.sandbox.paystack.LocalPaystack;
import dev.tallygate.sandbox.provider.ProviderOptions;
import dev.tallygate.sandbox.stripe.LocalStripe;
import dev.tallygate.stripe.StripeProvider;
import dev.tallygate.stripe.StripeSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A local Stripe and a local Paystack that go by one clock, and the weather there. */
final class Providers implements AutoCloseable {
    /** A late webhook waits for the next move of the clock, which stands otherwise. */
    private static final long LATE_MILLIS = 50;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SettableClock clock;
    private final LocalStripe stripe;
    private final LocalPaystack paystack;

    Providers(Path folder, SettableClock clock) throws IOException {
        this.clock = clock;
        URI nowhere = URI.create("http://127.0.0.1:9/webhooks");
        stripe = LocalStripe.start(ProviderOptions.in(folder, nowhere).by(clock));
        paystack = LocalPaystack.start(ProviderOptions.in(folder, nowhere).by(clock));
    }

    SettableClock clock() {
        return clock;
    }

    /** The adapters as a new process has them. */
    PaymentProvider stripeAdapter() {
        return new StripeProvider(
                new StripeSettings(
                        stripe.apiKey(),
                        stripe.url(),
                        List.of(stripe.webhookSecret()),
                        "own",
                        StripeSettings.Collection.CHARGE_AUTOMATICALLY,
                        30,
                        new StripeSettings.Timeouts(PATIENCE, PATIENCE)),
                Mode.TEST);
    }

    PaymentProvider paystackAdapter() {
        return new PaystackProvider(
                new PaystackSettings(
                        paystack.secretKey(),
                        "",
                        paystack.url(),
                        "own",
                        30,
                        Map.of(),
                        new PaystackSettings.Timeouts(PATIENCE, PATIENCE)),
                new PaystackCollecting(PaystackCollecting.Collection.PAYMENT_REQUEST),
                Mode.TEST,
                CallPace.free(),
                clock);
    }

    /** @param seed of the one's weather; the other has another */
    void storm(long seed, Trial trial) {
        raise(stripe.script(), seed, trial);
        raise(paystack.script(), -seed, trial);
    }

    private static void raise(Script script, long seed, Trial trial) {
        List<Fault.Type> possible = trial.misfortunes().stream()
                .filter(type -> script.possible().contains(type))
                .toList();
        script.raise(new Storm(seed, new BigDecimal(trial.rate()), possible, Integer.MAX_VALUE, LATE_MILLIS));
    }

    void calm() {
        stripe.script().calm();
        paystack.script().calm();
    }

    /** What is due by the clock happens now, and webhooks that failed are told again, all to this door. */
    void wake(Door door) {
        stripe.sendWebhooksTo(door.address("stripe"));
        paystack.sendWebhooksTo(door.address("paystack"));
    }

    /** What went wrong so far, oldest first for each provider. */
    List<Fault> met() {
        List<Fault> met = new ArrayList<>();
        Stream.of(stripe.script(), paystack.script())
                .forEach(script -> script.fired().forEach(fired -> met.add(fired.fault())));
        return met;
    }

    /** All that both have. */
    Holdings holdings() {
        try (Eyes eyes = new Eyes()) {
            return eyes.of(stripe).and(eyes.of(paystack));
        }
    }

    /** A person there gives whoever is to be refunded all of its money back. */
    void refund() {
        try (Eyes eyes = new Eyes()) {
            eyes.refundAt(stripe);
            eyes.refundAt(paystack);
        }
    }

    @Override
    public void close() {
        stripe.close();
        paystack.close();
    }
}
