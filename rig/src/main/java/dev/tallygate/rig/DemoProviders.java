package dev.tallygate.rig;

import java.util.Map;

/** The other side of the demo: whoever collects, and the mailbox of every customer, read over their own HTTP. */
final class DemoProviders implements AutoCloseable {
    private final ProviderHttp stripe;
    private final ProviderHttp paystack;
    private final ProviderHttp mailbox;

    DemoProviders(DemoPlace place) {
        stripe = new ProviderHttp(place.stripeBase(), place.setting("STRIPE_API_KEY"));
        paystack = new ProviderHttp(place.paystackBase(), place.setting("PAYSTACK_SECRET_KEY"));
        mailbox = new ProviderHttp(place.setting("SANDBOX_MAIL_URL"), "");
    }

    MailReader mails() {
        return new MailReader(mailbox);
    }

    /** By the name of the provider. */
    Map<String, ProviderReader> readers() {
        return Map.of(
                "stripe", ProviderReader.stripe(stripe),
                "paystack", ProviderReader.paystack(paystack),
                "manual", ProviderReader.manual(mails()));
    }

    @Override
    public void close() {
        stripe.close();
        paystack.close();
        mailbox.close();
    }
}
