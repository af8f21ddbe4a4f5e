package dev.tallygate.batch.closing;

import dev.tallygate.batch.cli.Session;
import dev.tallygate.invoice.DraftDecision;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who decides about a draft, and why. */
final class DecisionOptions {
    @Option(names = "--by", paramLabel = "NAME", description = "Who decides. Default: the user of this machine.")
    private @Nullable String decidedBy;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why; kept with the decision.")
    private String note = "";

    DraftDecision decision(DraftDecision.Kind kind, Session session) {
        String name = decidedBy == null ? System.getProperty("user.name", "") : decidedBy;
        return new DraftDecision(
                kind,
                name.strip(),
                note.strip(),
                UtcTimes.toMicros(session.bean(Clock.class).instant()));
    }
}
