package dev.tallygate.rig.drill;

import dev.tallygate.v1.EventResult;
import dev.tallygate.v1.UsageEvent;
import dev.tallygate.v1.Verdict;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The callers' own ledger: which event was acknowledged, with how many tokens, and how the calls ended. */
final class Tally implements Client.Attempts {
    private final ConcurrentMap<String, ConcurrentMap<String, Long>> tokens = new ConcurrentHashMap<>();
    private final ConcurrentMap<Verdict, AtomicLong> verdicts = new ConcurrentHashMap<>();
    private final ConcurrentMap<Status.Code, AtomicLong> failures = new ConcurrentHashMap<>();
    private final Set<List<String>> recorded = ConcurrentHashMap.newKeySet();
    private final AtomicLong recordedAgain = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong longestNanos = new AtomicLong();
    private volatile Client.Attempts listener = (time, failure) -> {};

    /** Who else hears of every try. */
    void listen(Client.Attempts also) {
        listener = also;
    }

    @Override
    public void ended(Duration time, @Nullable StatusRuntimeException failure) {
        longestNanos.accumulateAndGet(time.toNanos(), Math::max);
        if (failure != null) {
            count(failures, failure.getStatus().getCode());
        }
        listener.ended(time, failure);
    }

    /** Remembers what an answered call said of its events. */
    void answered(List<UsageEvent> events, List<EventResult> results) {
        for (int i = 0; i < events.size(); i++) {
            answered(events.get(i), results.get(i).getVerdict());
        }
    }

    private void answered(UsageEvent event, Verdict verdict) {
        count(verdicts, verdict);
        boolean now = verdict == Verdict.VERDICT_RECORDED;
        if (now && !recorded.add(List.of(event.getCustomerId(), event.getEventId()))) {
            recordedAgain.incrementAndGet();
        }
        boolean counted = now || verdict == Verdict.VERDICT_DUPLICATE;
        if (counted && of(event.getCustomerId()).putIfAbsent(event.getEventId(), event.getTokensIn()) == null) {
            acknowledged.incrementAndGet();
        }
    }

    private ConcurrentMap<String, Long> of(String customerId) {
        return tokens.computeIfAbsent(customerId, key -> new ConcurrentHashMap<>());
    }

    private static <K> void count(ConcurrentMap<K, AtomicLong> counts, K key) {
        counts.computeIfAbsent(key, first -> new AtomicLong()).incrementAndGet();
    }

    /** Events that were acknowledged at least once. */
    long acknowledged() {
        return acknowledged.get();
    }

    /** Answers RECORDED for an event that was answered RECORDED before. */
    long recordedAgain() {
        return recordedAgain.get();
    }

    long verdicts(Verdict verdict) {
        return counted(verdicts.get(verdict));
    }

    /** Tries that ended so. */
    long failures(Status.Code code) {
        return counted(failures.get(code));
    }

    /** Tries that had no answer. */
    long failures() {
        return failures.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** Answers that the event had been counted before: by a try whose answer did not arrive, or by another copy. */
    long duplicates() {
        return verdicts(Verdict.VERDICT_DUPLICATE);
    }

    private static long counted(@Nullable AtomicLong count) {
        return count == null ? 0 : count.get();
    }

    Duration longestCall() {
        return Duration.ofNanos(longestNanos.get());
    }

    /** Acknowledged tokens by event, by customer, in order. */
    NavigableMap<String, Map<String, Long>> tokens() {
        return new TreeMap<>(tokens);
    }
}
