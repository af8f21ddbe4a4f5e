package dev.tallygate.storm;

import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.provider.ForgetfulProvider;
import dev.tallygate.sandbox.http.Fault;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What is put through a storm, and what of.
 *
 * @param disguise what stands in front of each adapter
 * @param misfortunes as far as a provider has them
 * @param rate of all calls and webhooks, from 0 to 1
 */
record Trial(UnaryOperator<PaymentProvider> disguise, List<Fault.Type> misfortunes, String rate) {
    /** Nothing slow: what takes real time says nothing more, and a thousand seeds have no time for it. */
    static final Trial PRODUCT = new Trial(
            UnaryOperator.identity(),
            List.of(
                    Fault.Type.DROP_ANSWER,
                    Fault.Type.DROP_CALL,
                    Fault.Type.SERVER_ERROR,
                    Fault.Type.SERVER_ERROR_DONE,
                    Fault.Type.RATE_LIMITED,
                    Fault.Type.LOCK_TIMEOUT,
                    Fault.Type.KEY_IN_USE,
                    Fault.Type.BAD_GATEWAY,
                    Fault.Type.BAD_GATEWAY_DONE,
                    Fault.Type.TRUNCATED_JSON,
                    Fault.Type.WEBHOOK_LATE,
                    Fault.Type.WEBHOOK_TWICE,
                    Fault.Type.WEBHOOK_TWIN,
                    Fault.Type.WEBHOOK_AFTER_NEXT,
                    Fault.Type.WEBHOOK_DROPPED),
            "0.25");

    /** Every second answer is lost, so that few seeds are sure to have lost one of each kind at each provider. */
    static final Trial CONTROL = new Trial(ForgetfulProvider::new, List.of(Fault.Type.DROP_ANSWER), "0.5");
}
