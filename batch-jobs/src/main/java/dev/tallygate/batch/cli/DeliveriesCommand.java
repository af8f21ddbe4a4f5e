package dev.tallygate.batch.cli;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.payment.DeliveryDesk;
import dev.tallygate.payment.DeliveryFilter;
import dev.tallygate.payment.DeliveryHolds;
import dev.tallygate.payment.DeliveryState;
import dev.tallygate.payment.DeliveryView;
import dev.tallygate.payment.ProviderLimits;
import dev.tallygate.payment.Remark;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code deliveries}: what providers are told, and what came of it. */
@Command(
        name = "deliveries",
        description = "What providers are told: each call, its key, its attempts and answers.",
        synopsisSubcommandLabel = "list|show|retry|abandon|annotate|limits|hold|release")
public final class DeliveriesCommand {
    private static final int SHOWN_MAX = 1_000;

    private final Session session;
    private final Map<Long, String> customerIds = new HashMap<>();

    public DeliveriesCommand(Session session) {
        this.session = session;
    }

    /** Who says something. */
    static final class Speaker {
        @Option(names = "--by", paramLabel = "NAME", description = "Who you are, for whoever reads it later.")
        private String name = "";
    }

    @Command(
            description =
                    "Deliveries, what is due first on top, at most 1,000; without a filter those that have not ended.")
    int list(
            @Option(names = "--state", split = ",", paramLabel = "STATE", description = "${COMPLETION-CANDIDATES}")
                    @Nullable
                    List<DeliveryState> states,
            @Option(names = "--provider", paramLabel = "PROVIDER", description = "stripe, paystack or manual") @Nullable
                    String provider,
            @Option(names = "--customer", paramLabel = "CUSTOMER") @Nullable String customerId,
            @Option(names = "--invoice", paramLabel = "INVOICE") @Nullable String invoiceId,
            @Mixin JsonOption format) {
        boolean isOfOne = customerId != null || invoiceId != null;
        Set<DeliveryState> otherwise = isOfOne ? EnumSet.allOf(DeliveryState.class) : DeliveryFilter.OPEN;
        var filter = new DeliveryFilter(
                states == null ? otherwise : EnumSet.copyOf(states),
                Optional.ofNullable(provider),
                customerId == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(session.bean(CustomerRegistry.class)
                                .require(customerId)
                                .customerKey()),
                Optional.ofNullable(invoiceId)
                        .map(id ->
                                session.bean(InvoiceBook.class).require(id).id().toString()));
        DeliveryListings.many(this::customerId).print(desk().list(filter, SHOWN_MAX), format, session.out());
        return ExitCodes.DONE;
    }

    @Command(description = "One delivery: every attempt and answer, earlier revisions, notes.")
    int show(@Parameters(paramLabel = "DELIVERY_ID") String deliveryId, @Mixin JsonOption format) {
        List<DeliveryView> revisions = desk().revisions(deliveryId);
        DeliveryView newest = revisions.getLast();
        Listing<DeliveryView> card = DeliveryListings.card(this::customerId);
        var attempts = desk().attempts(deliveryId);
        var notes = desk().notes(deliveryId);
        if (format.isJson()) {
            card.with("revisions", shown -> DeliveryListings.revisions().objects(revisions))
                    .with("tried", shown -> DeliveryListings.attempts().objects(attempts))
                    .with("notes", shown -> DeliveryListings.notes().objects(notes))
                    .printOne(newest, format, session.out());
            return ExitCodes.DONE;
        }
        card.printOne(newest, format, session.out());
        if (revisions.size() > 1) {
            session.out().println();
            DeliveryListings.revisions().print(revisions, format, session.out());
        }
        session.out().println();
        DeliveryListings.attempts().print(attempts, format, session.out());
        if (!notes.isEmpty()) {
            session.out().println();
            DeliveryListings.notes().print(notes, format, session.out());
        }
        return ExitCodes.DONE;
    }

    @Command(
            description =
                    "Make it due: what was refused or stopped goes out as a new request, looked up first where it may have been done.")
    int retry(@Parameters(paramLabel = "DELIVERY_ID") String deliveryId) {
        DeliveryView due = desk().retry(deliveryId);
        session.out()
                .println("%s: %s, revision %d, is due. The server's loop or the next `batch deliver` makes the call."
                        .formatted(due.deliveryId(), due.state(), due.requestRevision()));
        return ExitCodes.DONE;
    }

    @Command(description = "Give it and the steps behind it up for good. The provider keeps what it has.")
    int abandon(
            @Parameters(paramLabel = "DELIVERY_ID") String deliveryId,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; kept as a note.")
                    String reason,
            @Mixin Speaker speaker) {
        DeliveryView ended = desk().abandon(deliveryId, new Remark(reason.strip(), speaker.name.strip()));
        session.out().println("%s: %s.".formatted(ended.deliveryId(), ended.state()));
        return ExitCodes.DONE;
    }

    @Command(description = "Keep a remark with its time.")
    int annotate(
            @Parameters(paramLabel = "DELIVERY_ID") String deliveryId,
            @Parameters(paramLabel = "TEXT", description = "At most 1,000 characters.") String text,
            @Mixin Speaker speaker) {
        desk().annotate(deliveryId, new Remark(text.strip(), speaker.name.strip()));
        session.out().println("%s: noted.".formatted(deliveryId));
        return ExitCodes.DONE;
    }

    @Command(description = "What each provider's account is asked, what that is allowed to be, and why calls wait now.")
    int limits(@Mixin JsonOption format) {
        DeliveryListings.limits().print(session.bean(ProviderLimits.class).all(), format, session.out());
        return ExitCodes.DONE;
    }

    @Command(
            description = "Tell a provider nothing for now; with --restored, none of them until `batch reconcile"
                    + " --adopt` has asked what they have.")
    int hold(
            @Parameters(paramLabel = "PROVIDER", arity = "0..1", description = "stripe, paystack or manual") @Nullable
                    String provider,
            @Option(names = "--restored", description = "This database was restored from a backup.") boolean restored,
            @Option(
                            names = "--reason",
                            defaultValue = "",
                            paramLabel = "TEXT",
                            description = "Why, for whoever reads it later.")
                    String reason) {
        if (restored == (provider != null)) {
            throw Rejected.field(
                    Reason.FIELD_INVALID,
                    "provider",
                    provider == null ? "" : provider,
                    "a provider, or --restored for all of them");
        }
        DeliveryHolds holds = session.bean(DeliveryHolds.class);
        if (provider == null) {
            holds.afterRestore(reason.isBlank() ? "the database was restored from a backup" : reason.strip());
        } else {
            holds.hold(provider, reason.isBlank() ? "an operator holds it" : reason.strip());
        }
        holds.inForce().forEach(hold -> session.out().println(hold.sentence()));
        return ExitCodes.DONE;
    }

    @Command(description = "Let what `deliveries hold` keeps back go on.")
    int release(@Parameters(paramLabel = "PROVIDER", description = "stripe, paystack or manual") String provider) {
        int rows = session.bean(DeliveryHolds.class).release(provider);
        session.out().println("%s: deliveries that go on: %,d".formatted(provider, rows));
        return ExitCodes.DONE;
    }

    private DeliveryDesk desk() {
        return session.bean(DeliveryDesk.class);
    }

    private String customerId(long customerKey) {
        return customerIds.computeIfAbsent(
                customerKey,
                key -> Optional.ofNullable(session.bean(CustomerRegistry.class)
                                .byKeys(Set.of(key))
                                .get(key))
                        .map(Customer::customerId)
                        .orElse("customer " + key));
    }
}
