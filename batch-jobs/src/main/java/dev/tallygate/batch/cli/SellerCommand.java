package dev.tallygate.batch.cli;

import dev.tallygate.party.LegalEntities;
import dev.tallygate.party.LegalEntity;
import dev.tallygate.party.SellerFile;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code seller}: the legal entities that invoices come from. */
@Command(name = "seller", description = "Who sells: what invoices say of it.", synopsisSubcommandLabel = "show|set")
public final class SellerCommand {
    private static final Listing<LegalEntity> ENTITIES = new Listing<LegalEntity>()
            .column("entity_id", LegalEntity::entityId)
            .column("name", entity -> entity.party().name())
            .column("country", entity -> entity.party().country())
            .column("tax_ids", entity -> entity.party().taxIds())
            .column("email", LegalEntity::email)
            .column("invoice_numbers", entity -> entity.numbers().invoices())
            .column("credit_note_numbers", entity -> entity.numbers().creditNotes());

    private final Session session;

    public SellerCommand(Session session) {
        this.session = session;
    }

    @Command(description = "The legal entities, the default one first.")
    int show(@Mixin JsonOption format) {
        List<LegalEntity> entities = session.bean(LegalEntities.class).all();
        ENTITIES.print(entities, format, session.out());
        if (entities.isEmpty()) {
            session.err().println("No seller is named: invoices say so. ./tallygate seller set FILE");
        }
        return ExitCodes.DONE;
    }

    @Command(description = "Add or change the legal entities of a YAML file; invoices that are finalized stay.")
    int set(@Parameters(paramLabel = "FILE") Path file) {
        session.bean(LegalEntities.class).set(SellerFile.parse(read(file)));
        return show(new JsonOption());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw Rejected.field(Reason.FIELD_INVALID, "FILE", file, "a YAML file that can be read");
        }
    }
}
