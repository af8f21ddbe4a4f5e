package dev.tallygate.batch.margin;

import dev.tallygate.batch.cli.ExitCodes;
import dev.tallygate.batch.cli.JsonOption;
import dev.tallygate.batch.cli.Listing;
import dev.tallygate.batch.cli.Session;
import dev.tallygate.catalog.ModelPattern;
import dev.tallygate.modelcost.CostChange;
import dev.tallygate.modelcost.CostComparison;
import dev.tallygate.modelcost.CostFile;
import dev.tallygate.modelcost.ModelCost;
import dev.tallygate.modelcost.ModelCostBook;
import dev.tallygate.modelcost.TokenCosts;
import dev.tallygate.modelcost.TokenKind;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code costs}: the book of what models cost us. */
@Command(
        name = "costs",
        description = "What a token of a model costs you, by day.",
        synopsisSubcommandLabel = "import|list")
public final class CostsCommand {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private final Session session;

    public CostsCommand(Session session) {
        this.session = session;
    }

    @Command(
            name = "import",
            description = {
                "Take costs from a file of the widespread JSON (input_cost_per_token and its like, by model), and show what",
                "differs. Earlier days keep what held for them; models that the file does not have keep their costs."
            })
    int importFile(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(
                            names = "--from",
                            paramLabel = "DAY",
                            description =
                                    "The first day, in UTC, on which they hold, such as 2026-10-01. Default: today.")
                    @Nullable
                    LocalDate from,
            @Option(names = "--dry-run", description = "Only show what differs.") boolean dryRun) {
        CostFile costs = CostFile.read(text(file));
        LocalDate day = from == null ? today() : from;
        ModelCostBook book = session.bean(ModelCostBook.class);
        CostComparison comparison = dryRun ? book.compare(costs, day) : book.take(costs, day);
        comparison.changes().forEach(this::print);
        session.out()
                .println("%s, from %s: %,d %s, %,d unchanged, %,d without a cost of a token, %,d in the book only"
                        .formatted(
                                dryRun ? "nothing written" : "taken",
                                day,
                                comparison.changes().size(),
                                dryRun ? "would change" : "changed",
                                comparison.unchanged(),
                                costs.skipped().size(),
                                comparison.absent().size()));
        return ExitCodes.DONE;
    }

    private void print(CostChange change) {
        List<String> parts = new ArrayList<>();
        for (TokenKind kind : TokenKind.values()) {
            Optional<BigDecimal> now = change.now().costs().told(kind);
            Optional<BigDecimal> before = change.before().flatMap(costs -> costs.told(kind));
            if (change.isNew() ? now.isPresent() : !now.equals(before)) {
                String shown = change.isNew() ? perMillion(now) : perMillion(before) + " -> " + perMillion(now);
                parts.add(kind.name().toLowerCase(Locale.ROOT) + " " + shown);
            }
        }
        session.out()
                .println("%s %s: %s a million"
                        .formatted(change.isNew() ? "+" : "~", change.now().modelId(), String.join(", ", parts)));
    }

    @Command(
            description =
                    "What models cost on a day, in USD a million tokens; a part that is not told costs as its whole.")
    int list(
            @Parameters(
                            paramLabel = "PATTERN",
                            defaultValue = "*",
                            description = "Models, such as gpt-4o*. Default: all.")
                    String pattern,
            @Option(names = "--on", paramLabel = "DAY", description = "Default: today.") @Nullable LocalDate on,
            @Mixin JsonOption format) {
        if (!ModelPattern.isLegal(pattern)) {
            throw Rejected.field(Reason.FIELD_INVALID, "PATTERN", pattern, "a model's name, * at its end at most");
        }
        ModelPattern models = new ModelPattern(pattern);
        Listing<ModelCost> listing = new Listing<ModelCost>()
                .column("model_id", ModelCost::modelId)
                .column("model_provider", ModelCost::modelProvider);
        for (TokenKind kind : TokenKind.values()) {
            listing.column(kind.name().toLowerCase(Locale.ROOT), cost -> millions(cost.costs(), kind));
        }
        List<ModelCost> costs = session.bean(ModelCostBook.class).on(on == null ? today() : on).values().stream()
                .filter(cost -> models.matches(cost.modelId()))
                .toList();
        listing.print(costs, format, session.out());
        return ExitCodes.DONE;
    }

    private static Optional<BigDecimal> millions(TokenCosts costs, TokenKind kind) {
        return costs.of(kind).map(CostsCommand::millions);
    }

    private static BigDecimal millions(BigDecimal cost) {
        BigDecimal millions = cost.multiply(MILLION).stripTrailingZeros();
        return millions.scale() < 0 ? millions.setScale(0) : millions;
    }

    private static String perMillion(Optional<BigDecimal> cost) {
        return cost.map(known -> millions(known).toPlainString()).orElse("not told");
    }

    private LocalDate today() {
        return LocalDate.ofInstant(session.bean(Clock.class).instant(), ZoneOffset.UTC);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read", unreadable);
        }
    }
}
