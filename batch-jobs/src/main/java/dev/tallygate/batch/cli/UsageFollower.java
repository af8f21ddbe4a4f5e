package dev.tallygate.batch.cli;

import dev.tallygate.usage.UsageFeed;
import dev.tallygate.usage.UsageFeed.PricedEvent;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** Prints a customer's events as they come in, until it is asked to end. */
final class UsageFollower {
    private static final int PAGE = 500;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final UsageFeed feed;
    private final EventLines lines;
    private final PrintWriter out;
    private final Ending ending;

    UsageFollower(UsageFeed feed, EventLines lines, PrintWriter out, Ending ending) {
        this.feed = feed;
        this.lines = lines;
        this.out = out;
        this.ending = ending;
    }

    /** From behind this seq. */
    void follow(long customerKey, long seq) {
        ending.during(() -> followUntilAsked(customerKey, seq), () -> {});
    }

    private void followUntilAsked(long customerKey, long seq) {
        if (!lines.header().isEmpty()) {
            out.println(lines.header());
        }
        long last = seq;
        Duration wait = Duration.ZERO;
        while (!ending.within(wait)) {
            List<PricedEvent> page = feed.after(customerKey, last, PAGE);
            page.forEach(event -> out.println(lines.line(event)));
            out.flush();
            last = page.isEmpty() ? last : page.getLast().recorded().seq();
            wait = page.size() == PAGE ? Duration.ZERO : LOOK_EVERY;
        }
    }
}
