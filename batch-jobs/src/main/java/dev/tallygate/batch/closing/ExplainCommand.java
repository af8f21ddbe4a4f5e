package dev.tallygate.batch.closing;

import dev.tallygate.batch.cli.ExitCodes;
import dev.tallygate.batch.cli.JsonOption;
import dev.tallygate.batch.cli.Session;
import dev.tallygate.invoice.InvoiceLine;
import dev.tallygate.invoice.LineExplainer;
import dev.tallygate.invoice.LineExplanation;
import dev.tallygate.usage.RecordedEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code explain INVOICE [LINE]}: why a line is what it is, and the same amount once more from its events. */
@Command(
        name = "explain",
        description = {
            "Explain an invoice's lines, and compute them once more from the events they count.",
            "Ends with 1 where a line is not what its events give."
        })
public final class ExplainCommand implements Callable<Integer> {
    private static final List<String> EVENT_COLUMNS = List.of(
            "line_number",
            "seq",
            "event_id",
            "corrects_event_id",
            "usage_time",
            "recorded_time",
            "model_id",
            "subject",
            "quantity",
            "late",
            "estimated");

    private final Session session;

    @Parameters(index = "0", paramLabel = "INVOICE")
    private String invoiceId = "";

    @Parameters(index = "1", paramLabel = "LINE", arity = "0..1", description = "This line only: its number, from 1.")
    private @Nullable Integer lineNumber;

    @Option(
            names = "--events",
            paramLabel = "FILE.csv",
            description = "Write the events that the lines count; their quantities add up to each line's.")
    private @Nullable Path eventFile;

    @Mixin
    private JsonOption format = new JsonOption();

    public ExplainCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<LineExplanation> lines = eventFile == null ? explain((line, event, quantity) -> {}) : export(eventFile);
        if (format.isJson()) {
            ExplanationJson.listing().print(lines, format, session.out());
        } else {
            printText(lines);
        }
        return lines.stream().allMatch(LineExplanation::isProved) ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    private void printText(List<LineExplanation> lines) {
        ExplanationText text = new ExplanationText(session.out());
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                session.out().println();
            }
            text.print(lines.get(i));
        }
    }

    private List<LineExplanation> export(Path path) {
        try (CsvFile file = CsvFile.create(path, EVENT_COLUMNS)) {
            List<LineExplanation> lines = explain((line, event, quantity) -> file.add(row(line, event, quantity)));
            file.finish();
            session.err().println("%s: %s events".formatted(path, Figures.of(file.rows())));
            return lines;
        }
    }

    private List<LineExplanation> explain(LineExplainer.EventSink sink) {
        LineExplainer explainer = session.bean(LineExplainer.class);
        return lineNumber == null
                ? explainer.explain(invoiceId, sink)
                : List.of(explainer.explain(invoiceId, lineNumber, sink));
    }

    private static List<Object> row(InvoiceLine.Rated line, RecordedEvent event, long quantity) {
        return List.of(
                line.lineNumber(),
                event.seq(),
                event.event().eventId(),
                event.event().identity().correctsEventId(),
                event.event().usedAt(),
                event.recordedTime(),
                event.event().modelId(),
                event.event().subject(),
                quantity,
                event.placement().late(),
                event.event().context().estimated());
    }
}
