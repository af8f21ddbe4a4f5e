package dev.tallygate.batch.cli;

import dev.tallygate.access.ApiKey;
import dev.tallygate.access.ApiKeyRegistry;
import dev.tallygate.access.NewApiKey;
import dev.tallygate.access.Scope;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keys}: makes, lists and revokes API keys. */
@Command(name = "keys", description = "API keys.", synopsisSubcommandLabel = "create|list|revoke")
public final class KeysCommand {
    private static final int PAGE = 500;
    private static final Listing<ApiKey> KEYS = new Listing<ApiKey>()
            .column("key_id", ApiKey::keyId)
            .column("name", key -> key.grant().name())
            .column(
                    "scopes",
                    key -> key.grant().scopes().stream()
                            .sorted()
                            .map(Scope::word)
                            .toList())
            .column("customer_id", key -> key.grant().boundTo())
            .column("created_time", ApiKey::createdTime)
            .column("revoked_time", ApiKey::revoked);

    private final Session session;

    public KeysCommand(Session session) {
        this.session = session;
    }

    @Command(description = "Make a key. It is printed once, on the standard output.")
    int create(
            @Parameters(paramLabel = "NAME", description = "For people.") String name,
            @Option(
                            names = "--scope",
                            required = true,
                            split = ",",
                            paramLabel = "SCOPE",
                            description = "ingest, check, admin; several with commas.")
                    List<Scope> scopes,
            @Option(names = "--customer", paramLabel = "ID", description = "Bind it to this customer.") @Nullable
                    String customerId) {
        ApiKey.Grant grant = new ApiKey.Grant(name, Set.copyOf(EnumSet.copyOf(scopes)), customerId);
        NewApiKey made = session.bean(ApiKeyRegistry.class).create(grant, null);
        session.out().println(made.shownOnce().orElseThrow());
        session.err().println("Key " + made.apiKey().keyId() + ". It is not shown again: keep it in a safe place.");
        return ExitCodes.DONE;
    }

    @Command(description = "All keys, revoked ones too; never the keys themselves.")
    int list(@Mixin JsonOption format) {
        ApiKeyRegistry registry = session.bean(ApiKeyRegistry.class);
        List<ApiKey> all = new ArrayList<>();
        List<ApiKey> page;
        do {
            page = registry.list(all.isEmpty() ? "" : all.getLast().keyId(), PAGE);
            all.addAll(page);
        } while (page.size() == PAGE);
        KEYS.print(all, format, session.out());
        return ExitCodes.DONE;
    }

    @Command(description = "Refuse a key from now on.")
    int revoke(@Parameters(paramLabel = "KEY_ID") String keyId) {
        ApiKey revoked = session.bean(ApiKeyRegistry.class).revoke(keyId);
        session.out()
                .println("Key " + keyId + " is revoked since "
                        + revoked.revoked().orElseThrow() + ".");
        return ExitCodes.DONE;
    }
}
