package dev.tallygate.sandbox.description;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.ObjectMapper;

/** Paystack's own description of its API, from the shared data beside the checkout. */
public final class PaystackDescription {
    private static final String FILE = "shared/data/paystack-openapi.yaml";

    private static final List<String> KNOWN_ERRORS = List.of(
            // required beside line items, which Paystack's own sample leaves out
            "POST /paymentrequest amount: missing",
            // Paystack takes the codes of requests as well
            "(GET|POST|PUT) /paymentrequest/((verify|finalize|archive)/)?\\{id} \\{id}: no integer",
            // not described, though Paystack's reference names them
            "POST /paymentrequest/finalize/\\{id}( send_notification: unknown|: no body)",
            "GET /refund \\?transaction: unknown",
            "GET /transaction \\?perPage: unknown",
            "GET /paymentrequest \\?include_archive: unknown",
            // it was made of samples, and what is a text or an object in those is null for others
            "\\d{3} .*: null \\(expected: .*\\)",
            // these are the types of errors; the codes are more (paystack.com/docs/api/errors)
            "\\d{3} .* code: .*",
            // what is fetched is one request, not a list of them
            "200 GET /paymentrequest/\\{id} (data: OBJECT \\(expected: array\\)|meta: missing)",
            // verified requests show what was paid (paystack.com/docs/payments/payment-requests)
            "200 GET /paymentrequest/verify/\\{id} data\\.(amount_paid|transactions): unknown",
            // a caller's own, of any form: that of the samples is described
            "200 .*\\bmetadata(\\.\\S+)?: .*",
            // figures of whole accounts, which the sandbox does not add up, and a number that came as a text in one
            // sample
            "200 GET /transaction meta.total_volume: missing",
            "200 GET /refund meta.(failedRefundCount: missing|perPage: INTEGER \\(expected: string\\))",
            "200 GET /transaction data\\[\\].customer.international_format_phone: unknown",
            // the same transaction, customer and card as elsewhere, of which a few fields are described here
            "200 GET /dispute/\\{id} data\\.transaction\\.\\S+: (unknown|missing)",
            "200 GET /dispute data\\[]\\.transaction\\.\\S+: (unknown|missing)",
            "200 GET /transaction/\\{id} data\\.(plan_object|transaction_date): unknown",
            "200 GET /transaction/\\{id} data\\.(helpdesk_link|authorization\\.receiver_bank(_account_number)?): missing",
            "200 POST /refund data\\.transaction\\.\\S+: (unknown|missing)");

    private static final Optional<OpenApi> ONLY = read();

    private PaystackDescription() {}

    /** Empty where it is not beside the checkout. */
    public static Optional<OpenApi> found() {
        return ONLY;
    }

    /** The description; a test that needs it is skipped, or has failed in CI, where there is none. */
    public static OpenApi needed() {
        return ONLY.orElseThrow(
                Needed.or("no " + FILE + " beside the checkout: Paystack's description is not compared"));
    }

    private static Optional<OpenApi> read() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(parent -> parent.resolve(FILE))
                .filter(Files::exists)
                .findFirst()
                .map(PaystackDescription::parse);
    }

    private static OpenApi parse(Path file) {
        try {
            Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
            return new OpenApi(new ObjectMapper().valueToTree(loaded), KNOWN_ERRORS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
