package dev.tallygate.storm;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.payment.CrashingProvider;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.payment.PaymentWorld;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** One process of the product after another: of one that died only rows are left. */
final class Product implements AutoCloseable {
    private final TestDatabase database;
    private final Path home;
    private final SettableClock clock;
    private final Providers providers;
    private final UnaryOperator<PaymentProvider> disguise;
    private volatile PaymentWorld process;
    private int restarts;

    /** @param disguise what stands in front of each adapter; {@link UnaryOperator#identity} for the product as it is */
    Product(TestDatabase database, Path home, Providers providers, UnaryOperator<PaymentProvider> disguise) {
        this.database = database;
        this.home = home;
        this.clock = providers.clock();
        this.providers = providers;
        this.disguise = disguise;
        this.process = started(adapter(providers.stripeAdapter()), adapter(providers.paystackAdapter()));
    }

    PaymentWorld process() {
        return process;
    }

    int restarts() {
        return restarts;
    }

    /** Starts anew, and dies no more. */
    void restart() {
        become(started(adapter(providers.stripeAdapter()), adapter(providers.paystackAdapter())));
    }

    /** Starts anew, to die just before or just after one of the next calls to each provider. */
    void restart(SplittableRandom random, int callsMax) {
        CrashingProvider stripe = adapter(providers.stripeAdapter());
        CrashingProvider paystack = adapter(providers.paystackAdapter());
        stripe.crashAt(1 + random.nextInt(callsMax), random.nextBoolean());
        paystack.crashAt(1 + random.nextInt(callsMax), random.nextBoolean());
        become(started(stripe, paystack));
    }

    private void become(PaymentWorld next) {
        PaymentWorld dead = process;
        process = next;
        restarts++;
        dead.close();
    }

    private CrashingProvider adapter(PaymentProvider provider) {
        return new CrashingProvider(disguise.apply(provider));
    }

    private PaymentWorld started(CrashingProvider stripe, CrashingProvider paystack) {
        return new PaymentWorld(database, clock, List.of(stripe, paystack), home);
    }

    @Override
    public void close() {
        process.close();
    }
}
