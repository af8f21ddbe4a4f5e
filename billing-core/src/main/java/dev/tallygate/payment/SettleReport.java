package dev.tallygate.payment;

/** What one round over stored webhooks did: settled (or without meaning for us), to be tried again, parked. */
public record SettleReport(int settled, int again, int parked) {

    /** Nothing was due. */
    public boolean isIdle() {
        return settled + again + parked == 0;
    }
}
