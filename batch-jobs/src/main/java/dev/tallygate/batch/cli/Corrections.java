package dev.tallygate.batch.cli;

import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.Bytes;
import dev.tallygate.invoice.PendingLines;
import dev.tallygate.usage.EventResult;
import dev.tallygate.usage.EventResult.Counted;
import dev.tallygate.usage.EventResult.EventRejection;
import dev.tallygate.usage.PeriodChange;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.UsageRecorder;
import dev.tallygate.usage.UsageRehearser;
import dev.tallygate.usage.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** Sends voids and amends of one customer to the recorder, or to a rehearsal, and prints what became of them. */
final class Corrections {
    private static final int ID_BYTES_MAX = 64;
    private static final int HASH_CHARACTERS = 32;
    private static final Listing<EventResult> RESULTS = new Listing<EventResult>()
            .column("event_id", EventResult::eventId)
            .column("verdict", EventResult::verdict)
            .column("cost", result -> result.countedIfAny().map(Counted::cost))
            .column(
                    "currency_code",
                    result -> result.countedIfAny()
                            .map(counted -> counted.currency().getCurrencyCode()))
            .column("period_start", result -> result.countedIfAny().map(Counted::periodStart))
            .column("late", result -> result.countedIfAny().map(Counted::late))
            .column("reason", result -> result.rejectionIfAny().map(EventRejection::reason))
            .column("message", result -> result.rejectionIfAny().map(EventRejection::message));

    private final Session session;
    private final String customerId;
    private final JsonOption format;

    Corrections(Session session, String customerId, JsonOption format) {
        this.session = session;
        this.customerId = customerId;
        this.format = format;
    }

    /** The id of an event that the command line makes of another: the same each time, so that a repeated command counts once. */
    static String derivedId(String prefix, String eventId) {
        String id = prefix + eventId;
        return id.length() <= ID_BYTES_MAX
                ? id
                : prefix + Bytes.sha256Hex(eventId).substring(0, HASH_CHARACTERS);
    }

    /** The void of an event. */
    UsageEvent voiding(String eventId) {
        return UsageEvent.builder(derivedId("void-", eventId), customerId)
                .correctsEventId(eventId)
                .build();
    }

    /** Records them; answers the exit code. */
    int record(List<UsageEvent> events) {
        session.bean(CustomerRegistry.class).require(customerId);
        UsageRecorder recorder = session.bean(UsageRecorder.class);
        List<EventResult> results = new ArrayList<>();
        for (List<UsageEvent> call : calls(events)) {
            results.addAll(answer(recorder, call));
        }
        RESULTS.print(results, format, session.out());
        return exitCode(results);
    }

    /** Says what would be recorded, and what the next invoice would get by it. */
    int rehearse(List<UsageEvent> events) {
        session.bean(CustomerRegistry.class).require(customerId);
        UsageRehearser.Rehearsal rehearsal = session.bean(UsageRehearser.class).begin();
        List<EventResult> results = new ArrayList<>();
        calls(events).forEach(call -> results.addAll(rehearsal.record(call)));
        Map<String, List<PeriodChange>> changes = Map.of(customerId, rehearsal.changes());
        ChangeListing listing = new ChangeListing(session.bean(PendingLines.class));
        if (format.isJson()) {
            Map<String, Object> both = new LinkedHashMap<>();
            both.put("events", RESULTS.objects(results));
            both.put("periods", listing.objects(changes));
            new Listing<Map<String, Object>>().column("dry_run", all -> both).printOne(both, format, session.out());
        } else {
            session.out().println("dry run: nothing is written");
            RESULTS.print(results, format, session.out());
            session.out().println();
            listing.print(changes, session, format);
        }
        return exitCode(results);
    }

    /** An even number of events each, so that the two of an amend stay in one call. */
    private static List<List<UsageEvent>> calls(List<UsageEvent> events) {
        List<List<UsageEvent>> calls = new ArrayList<>();
        for (int from = 0; from < events.size(); from += UsageRecorder.EVENTS_MAX) {
            calls.add(events.subList(from, Math.min(from + UsageRecorder.EVENTS_MAX, events.size())));
        }
        return calls;
    }

    private static List<EventResult> answer(UsageRecorder recorder, List<UsageEvent> call) {
        try {
            return recorder.record(call).toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    private static int exitCode(List<EventResult> results) {
        boolean allCounted = results.stream()
                .allMatch(result -> result.verdict() == Verdict.RECORDED || result.verdict() == Verdict.DUPLICATE);
        return allCounted ? ExitCodes.DONE : ExitCodes.PARKED;
    }
}
