package dev.tallygate.batch.cli;

import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanDefinition;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.catalog.Publication;
import dev.tallygate.catalog.PublishedPlan;
import dev.tallygate.customer.PlanMove;
import dev.tallygate.modelcost.CostPlus;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plans}: writes the shipped plans, publishes plans, shows what is published. */
@Command(name = "plans", description = "Plans and their versions.", synopsisSubcommandLabel = "init|apply|list|show")
public final class PlansCommand {
    private static final int PAGE = 500;
    private static final String NEXT_PERIOD = "next-period";
    private static final Listing<PublishedPlan> PLANS = new Listing<PublishedPlan>()
            .column("plan_id", plan -> plan.version().plan().planId())
            .column("version", plan -> plan.version().version())
            .column("name", plan -> plan.version().plan().name())
            .column("currency_code", plan -> plan.version().plan().currency().getCurrencyCode())
            .column("currency_codes", plan -> plan.version().plan().currencies())
            .column("published_time", PublishedPlan::publishedTime);

    private final Session session;

    public PlansCommand(Session session) {
        this.session = session;
    }

    @Command(description = "Write the plans that come with Tallygate as files, to be changed and applied.")
    int init(
            @Parameters(paramLabel = "FOLDER", defaultValue = "plans", description = "Default: ${DEFAULT-VALUE}.")
                    Path folder) {
        List<Path> written = PlanFiles.writeShipped(folder);
        written.forEach(file -> session.out().println("wrote " + file));
        session.out()
                .println(
                        written.isEmpty()
                                ? "Nothing written: " + folder + " has all of them. ./tallygate plans apply " + folder
                                : "Change them as you like, then: ./tallygate plans apply " + folder);
        return ExitCodes.DONE;
    }

    @Command(
            description = {
                "Publish plans: all of the files or none. A plan that means the same as before is not published again.",
                "Nobody is moved, unless --move says so; --rerate corrects what is already used."
            })
    int apply(
            @Parameters(paramLabel = "FILE", arity = "1..*", description = "YAML files, or folders of them.")
                    List<Path> files,
            @Option(
                            names = "--move",
                            arity = "0..1",
                            fallbackValue = NEXT_PERIOD,
                            defaultValue = "",
                            paramLabel = "WHEN",
                            description = "Move who is on an older version: next-period.")
                    String move,
            @Mixin PlanRerate rerate,
            @Option(names = "--dry-run", description = "Only say what would be published, moved to it and cost.")
                    boolean dryRun) {
        requireKnownMove(move);
        if (rerate.lacksItself()) {
            throw Rejected.field(Reason.FIELD_INVALID, "--rerate", "", "with --period and --customer");
        }
        List<PlanDefinition> plans = PlanFiles.read(files, session.bean(CostPlus.class));
        PlanCatalog catalog = session.bean(PlanCatalog.class);
        List<Publication> publications = dryRun ? catalog.compare(plans) : catalog.publish(plans);
        publications.forEach(publication -> print(publication, dryRun));
        if (rerate.isWanted()) {
            publications.stream()
                    .filter(publication -> rerate.concerns(session, publication.version()))
                    .forEach(publication -> rerate(rerate, publication, dryRun));
        }
        if (!dryRun && !move.isEmpty()) {
            publications.forEach(this::moveEverybody);
        } else {
            publications.forEach(this::tellWhoStays);
        }
        publications.stream()
                .filter(PlansCommand::isFirstOfItsPlan)
                .forEach(publication -> tellOtherCurrencies(publication.version()));
        return ExitCodes.DONE;
    }

    private void rerate(PlanRerate rerate, Publication publication, boolean dryRun) {
        if (dryRun) {
            rerate.rehearse(session, publication.version());
        } else {
            rerate.run(session, publication.version());
        }
    }

    private static void requireKnownMove(String move) {
        if (move.equals("now")) {
            throw Rejected.field(
                    Reason.FIELD_INVALID, "--move", move, NEXT_PERIOD + "; moving in mid-period is not supported yet");
        }
        if (!move.isEmpty() && !move.equals(NEXT_PERIOD)) {
            throw Rejected.field(Reason.FIELD_INVALID, "--move", move, NEXT_PERIOD);
        }
    }

    private void print(Publication publication, boolean dryRun) {
        PrintWriter out = session.out();
        String label = publication.version().label();
        if (!publication.published()) {
            out.println(label + ": unchanged");
            return;
        }
        out.println(label + (dryRun ? ": would be published" : ": published"));
        publication
                .changes()
                .forEach(change -> out.println(
                        "  %s: %s -> %s".formatted(change.field(), shown(change.before()), shown(change.after()))));
    }

    private static String shown(String side) {
        return side.isEmpty() ? "(none)" : side;
    }

    private void moveEverybody(Publication publication) {
        int moved = session.bean(PlanMove.class).toNextPeriod(publication.version());
        session.out()
                .println("%s: %s moved, from the next period on"
                        .formatted(publication.version().label(), customers(moved)));
    }

    private void tellWhoStays(Publication publication) {
        int staying = session.bean(PlanMove.class).onOlderVersions(publication.version());
        if (staying > 0) {
            session.out()
                    .println("%s: %s still on an older version; --move takes them along from their next period on"
                            .formatted(publication.version().label(), customers(staying)));
        }
    }

    private static boolean isFirstOfItsPlan(Publication publication) {
        Plan plan = publication.version().plan();
        return plan.currency().equals(plan.currencies().getFirst());
    }

    private void tellOtherCurrencies(PlanVersion version) {
        int staying = session.bean(PlanMove.class).inOtherCurrencies(version);
        if (staying > 0) {
            session.out()
                    .println("%s v%d: %s still on an older version, in a currency that this one does not list"
                            .formatted(version.plan().planId(), version.version(), customers(staying)));
        }
    }

    private static String customers(int count) {
        return "%,d %s".formatted(count, count == 1 ? "customer" : "customers");
    }

    @Command(description = "The latest version of each plan.")
    int list(@Mixin JsonOption format) {
        PlanCatalog catalog = session.bean(PlanCatalog.class);
        List<PublishedPlan> all = new ArrayList<>();
        List<PublishedPlan> page;
        do {
            page = catalog.list(
                    all.isEmpty() ? "" : all.getLast().version().plan().planId(), PAGE);
            all.addAll(page);
        } while (page.size() == PAGE);
        PLANS.print(all, format, session.out());
        return ExitCodes.DONE;
    }

    @Command(description = "One version of a plan, with the YAML that was applied.")
    int show(
            @Parameters(paramLabel = "PLAN") String planId,
            @Option(names = "--version", defaultValue = "0", paramLabel = "N", description = "Default: the latest.")
                    int version,
            @Mixin JsonOption format) {
        PublishedPlan plan = find(planId, version);
        Listing<PublishedPlan> listing = PLANS.with("definition", PublishedPlan::source);
        if (format.isJson()) {
            listing.printOne(plan, format, session.out());
        } else {
            PLANS.printOne(plan, format, session.out());
            session.out().println();
            session.out().println(plan.source().strip());
        }
        return ExitCodes.DONE;
    }

    private PublishedPlan find(String planId, int version) {
        PlanCatalog catalog = session.bean(PlanCatalog.class);
        int wanted = version > 0
                ? version
                : catalog.latest(planId).map(latest -> latest.version()).orElse(0);
        return catalog.published(planId, wanted)
                .orElseThrow(() -> Rejected.field(
                        Reason.PLAN_NOT_FOUND,
                        "plan_id",
                        version > 0 ? planId + " v" + version : planId,
                        "a version that `./tallygate plans list` has, or an older one"));
    }
}
