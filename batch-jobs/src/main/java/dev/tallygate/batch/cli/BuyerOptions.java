package dev.tallygate.batch.cli;

import dev.tallygate.party.Buyer;
import dev.tallygate.party.Party;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a customer wants on its invoices; an option that is not given changes nothing, an empty one takes it away. */
final class BuyerOptions {
    @Option(names = "--legal-name", paramLabel = "TEXT", description = "On invoices, in place of its name.")
    private @Nullable String legalName;

    @Option(names = "--address", paramLabel = "LINE", description = "On invoices; once a line.")
    private @Nullable List<String> address;

    @Option(names = "--country", paramLabel = "CODE", description = "Two letters, such as NG.")
    private @Nullable String country;

    @Option(
            names = "--tax-id",
            paramLabel = "TEXT",
            description = "With its kind: \"VAT GB123456789\"; may be repeated.")
    private @Nullable List<String> taxIds;

    @Option(names = "--locale", paramLabel = "TAG", description = "How its figures look: fr-CI. Default: English.")
    private @Nullable String locale;

    @Option(names = "--order-note", paramLabel = "TEXT", description = "Its purchase order, on invoices.")
    private @Nullable String orderNote;

    @Option(names = "--legal-entity", paramLabel = "ID", description = "Who sells to it. Default: the default seller.")
    private @Nullable String entityId;

    Buyer changed(Buyer before) {
        Party party = before.party();
        Party changed = new Party(
                Objects.requireNonNullElse(legalName, party.name()),
                lines(address, party.address()),
                Objects.requireNonNullElse(country, party.country()),
                lines(taxIds, party.taxIds()));
        return new Buyer(
                changed,
                Objects.requireNonNullElse(locale, before.locale()),
                Objects.requireNonNullElse(orderNote, before.orderNote()),
                Objects.requireNonNullElse(entityId, before.entityId()));
    }

    private static List<String> lines(@Nullable List<String> given, List<String> before) {
        return given == null
                ? before
                : given.stream().filter(line -> !line.isEmpty()).toList();
    }
}
