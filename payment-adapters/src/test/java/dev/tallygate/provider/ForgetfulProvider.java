package dev.tallygate.provider;

import dev.tallygate.payment.Call;
import dev.tallygate.payment.CrashingProvider;
import dev.tallygate.payment.Outcome;
import dev.tallygate.payment.PaymentProvider;
import java.time.Duration;
import java.util.UUID;

/** What a judge has to catch: each try has a key of its own, and nothing is looked up, as if keys were remembered. */
public final class ForgetfulProvider extends CrashingProvider {
    public ForgetfulProvider(PaymentProvider behind) {
        super(behind);
    }

    @Override
    public Duration keyLife() {
        return Duration.ofDays(365);
    }

    @Override
    public Outcome execute(Call call, String idempotencyKey) {
        return super.execute(call, UUID.randomUUID().toString());
    }
}
