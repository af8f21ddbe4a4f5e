package dev.tallygate.batch.importing;

import dev.tallygate.batch.job.ReportEntry;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.usage.EventResult;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of one line; {@code reason} and {@code message} are empty where it was counted. */
record LineVerdict(long line, EventName event, Verdict verdict, Cause cause, List<Flag> flags) {

    /** Which event the line was; empty where it could not be read. */
    record EventName(String customerId, String eventId) {}

    /** Why the line was not counted. */
    record Cause(String reason, String message) {
        static final Cause NONE = new Cause("", "");
    }

    /** What an operator may want to know of a counted line. */
    enum Flag {
        LATE,
        UNPRICED
    }

    static LineVerdict unreadable(UsageLine line, Rejected rejected) {
        return new LineVerdict(
                line.number(),
                new EventName("", ""),
                Verdict.REJECTED,
                new Cause(rejected.reason().name(), rejected.getMessage()),
                List.of());
    }

    static LineVerdict of(UsageLine line, UsageEvent event, EventResult result) {
        Cause cause = result.rejectionIfAny()
                .map(rejection -> new Cause(rejection.reason().name(), rejection.message()))
                .orElse(
                        result.verdict() == Verdict.CONFLICT
                                ? new Cause("CONFLICT", "another content is counted under this event_id")
                                : Cause.NONE);
        List<Flag> flags = result.countedIfAny().map(LineVerdict::flags).orElse(List.of());
        return new LineVerdict(
                line.number(), new EventName(event.customerId(), event.eventId()), result.verdict(), cause, flags);
    }

    private static List<Flag> flags(EventResult.Counted counted) {
        if (counted.late()) {
            return counted.unpriced() ? List.of(Flag.LATE, Flag.UNPRICED) : List.of(Flag.LATE);
        }
        return counted.unpriced() ? List.of(Flag.UNPRICED) : List.of();
    }

    boolean isCounted() {
        return verdict == Verdict.RECORDED || verdict == Verdict.DUPLICATE;
    }

    /** A line that was not counted waits for a person. */
    ReportEntry toEntry() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("verdict", verdict.name());
        if (!isCounted()) {
            facts.put("customer_id", event.customerId());
            facts.put("reason", cause.reason());
            facts.put("message", cause.message());
        }
        return new ReportEntry(
                "line " + line, isCounted() ? ReportEntry.Result.DONE : ReportEntry.Result.PARKED, facts);
    }
}
