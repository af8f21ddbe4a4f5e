package dev.tallygate.sandbox;

import dev.tallygate.sandbox.SandboxSettings.Port;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.mail.LocalMail;
import dev.tallygate.sandbox.paystack.LocalPaystack;
import dev.tallygate.sandbox.provider.ProviderOptions;
import dev.tallygate.sandbox.stripe.LocalStripe;
import java.io.IOException;
import java.net.BindException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a home's local providers and its mail catcher, each on the port that is set, else its last one, else any. */
record Servers(SandboxHome home, SandboxSettings settings) {
    private static final Logger LOG = LoggerFactory.getLogger(Servers.class);
    private static final String MAIL_FROM = "Tallygate sandbox <billing@sandbox.tallygate.example>";

    /** Starts a server on these ports, 0 for any. */
    private interface Start<T> {
        T on(List<Integer> ports) throws IOException;
    }

    Running stripe() throws IOException {
        ProviderOptions options = scripted(
                Part.STRIPE,
                ProviderOptions.in(home.stripe(), settings.stripeTarget()).withThinTarget(settings.thinTarget()));
        LocalStripe stripe = start(
                "local Stripe", List.of(Port.STRIPE), ports -> LocalStripe.start(options.onPort(ports.getFirst())));
        home.rememberPort(Port.STRIPE, stripe.port());
        return new Running(
                Map.of(
                        "STRIPE_API_KEY", stripe.apiKey(),
                        "STRIPE_API_BASE", stripe.url(),
                        "STRIPE_WEBHOOK_SECRETS", stripe.webhookSecret(),
                        "STRIPE_THIN_WEBHOOK_SECRETS", stripe.thinWebhookSecret(),
                        "SANDBOX_STRIPE_URL", stripe.url()),
                stripe::close);
    }

    Running paystack() throws IOException {
        ProviderOptions options =
                scripted(Part.PAYSTACK, ProviderOptions.in(home.paystack(), settings.paystackTarget()));
        LocalPaystack paystack = start(
                "local Paystack",
                List.of(Port.PAYSTACK),
                ports -> LocalPaystack.start(options.onPort(ports.getFirst())));
        home.rememberPort(Port.PAYSTACK, paystack.port());
        return new Running(
                Map.of(
                        "PAYSTACK_SECRET_KEY", paystack.secretKey(),
                        "PAYSTACK_API_BASE", paystack.url(),
                        "SANDBOX_PAYSTACK_URL", paystack.url()),
                paystack::close);
    }

    Running mail() throws IOException {
        LocalMail mail = start(
                "mail catcher",
                List.of(Port.SMTP, Port.MAIL_PAGE),
                ports -> LocalMail.start(home.mail(), ports.getFirst(), ports.getLast(), Clock.systemUTC()));
        home.rememberPort(Port.SMTP, mail.smtpPort());
        home.rememberPort(Port.MAIL_PAGE, mail.pagePort());
        return new Running(
                Map.of(
                        "TALLYGATE_SMTP_URL",
                        mail.smtpUrl(),
                        "TALLYGATE_MAIL_FROM",
                        MAIL_FROM,
                        "SANDBOX_MAIL_URL",
                        mail.pageUrl()),
                mail::close);
    }

    private ProviderOptions scripted(Part part, ProviderOptions options) {
        String script = settings.scripts().get(part);
        return script == null ? options : options.with(script);
    }

    private <T> T start(String what, List<Port> ports, Start<T> start) throws IOException {
        List<Integer> wanted = ports.stream().map(this::wanted).toList();
        try {
            return start.on(wanted);
        } catch (ParameterRefused e) {
            throw new SandboxException("the script of the " + what + ": " + e.sentence(), e);
        } catch (BindException e) {
            if (ports.stream().allMatch(settings.ports()::containsKey)) {
                throw new SandboxException(
                        "port "
                                + wanted.stream()
                                        .map(String::valueOf)
                                        .reduce((one, other) -> one + " or " + other)
                                        .orElse("")
                                + " for the " + what + " is taken by another program: choose another",
                        e);
            }
            LOG.info("port taken server={} ports={} expected=the last ones, any others are taken now", what, wanted);
            return start.on(ports.stream().map(settings::port).toList());
        }
    }

    private int wanted(Port port) {
        return settings.ports().containsKey(port) ? settings.port(port) : home.lastPort(port);
    }
}
