package dev.tallygate.batch.cli;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.operation.Parked;
import dev.tallygate.operation.ParkedBook;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parked}: what waits for a person. */
@Command(
        name = "parked",
        description = "What waits for a person, with its reason and the command that mends it.",
        synopsisSubcommandLabel = "list|show|retry|waive")
public final class ParkedCommand {
    private static final int SHOWN_MAX = 1_000;

    private final Session session;

    public ParkedCommand(Session session) {
        this.session = session;
    }

    /** Names one parked thing: its id, and its customer where several have the same id. */
    static final class Named {
        @Parameters(paramLabel = "PARKED_ID")
        private String parkedId = "";

        @Option(names = "--customer", paramLabel = "CUSTOMER", description = "Where several have a thing of this id.")
        private @Nullable String customerId;
    }

    @Command(description = "What is parked now, oldest first, at most 1,000.")
    int list(@Mixin JsonOption format) {
        List<Parked> open = session.bean(ParkedBook.class).open(SHOWN_MAX);
        listing(open).print(open, format, session.out());
        return ExitCodes.DONE;
    }

    @Command(description = "One parked thing.")
    int show(@Mixin Named named, @Mixin JsonOption format) {
        Parked parked = find(named);
        print(parked, format);
        return ExitCodes.DONE;
    }

    @Command(description = "Make it due again: the next run takes it up.")
    int retry(@Mixin Named named) {
        print(session.bean(ParkedBook.class).retry(find(named).key()), new JsonOption());
        return ExitCodes.DONE;
    }

    @Command(description = "Accept it as it is.")
    int waive(@Mixin Named named) {
        print(session.bean(ParkedBook.class).waive(find(named).key()), new JsonOption());
        return ExitCodes.DONE;
    }

    private void print(Parked parked, JsonOption format) {
        listing(List.of(parked)).column("ended_time", Parked::ended).printOne(parked, format, session.out());
    }

    private Parked find(Named named) {
        ParkedBook book = session.bean(ParkedBook.class);
        if (named.customerId != null) {
            long key = session.bean(CustomerRegistry.class)
                    .require(named.customerId)
                    .customerKey();
            return book.find(new Parked.ParkedKey(key, named.parkedId)).orElseThrow(() -> notFound(named.parkedId));
        }
        List<Parked> found = book.open(SHOWN_MAX).stream()
                .filter(parked -> parked.key().parkedId().equals(named.parkedId))
                .toList();
        if (found.size() > 1) {
            throw Rejected.field(
                    Reason.FIELD_INVALID,
                    "--customer",
                    "",
                    "one of the " + found.size() + " customers that have " + named.parkedId);
        }
        return found.stream().findFirst().orElseThrow(() -> notFound(named.parkedId));
    }

    private static Rejected notFound(String parkedId) {
        return Rejected.field(
                Reason.PARKED_NOT_FOUND, "parked_id", parkedId, "an id that `./tallygate parked list` shows");
    }

    private Listing<Parked> listing(List<Parked> shown) {
        Set<Long> keys =
                shown.stream().map(parked -> parked.key().customerKey()).collect(Collectors.toUnmodifiableSet());
        Map<Long, Customer> customers = session.bean(CustomerRegistry.class).byKeys(keys);
        return new Listing<Parked>()
                .column("parked_id", parked -> parked.key().parkedId())
                .column(
                        "customer_id",
                        parked -> Optional.ofNullable(customers.get(parked.key().customerKey()))
                                .map(Customer::customerId))
                .column("kind", parked -> parked.cause().kind())
                .column("state", Parked::state)
                .column("reason", parked -> parked.cause().reason())
                .column("parked_time", Parked::parkedTime)
                .column("detail", parked -> parked.cause().detail())
                .column("mend", parked -> parked.cause().mend());
    }
}
