package dev.tallygate.month;

import dev.tallygate.time.BillingPeriod;
import java.util.Locale;

/**
 * What to type next.
 *
 * @param command as it is typed; empty = nothing is to be done
 * @param why one sentence
 */
public record NextStep(String command, String why) {

    /** The facts of a month that decide. */
    record Facts(BillingPeriod month, boolean isOver, boolean isApproval, Counts counts, String biggestCustomerId) {}

    /** Customers at a step, drafts and entries that wait. */
    record Counts(
            long parked, long toBill, long unapproved, long toDeliver, long delivered, long overdue, long finalized) {}

    /** The first thing that holds the month up. */
    static NextStep of(Facts facts) {
        String month = facts.month().label();
        Counts counts = facts.counts();
        if (counts.parked() > 0) {
            return new NextStep(
                    "./tallygate parked list",
                    said(counts.parked(), "waiting for a person, each with the command that mends it"));
        }
        if (!facts.isOver()) {
            return running(facts);
        }
        if (counts.toBill() > 0) {
            return new NextStep(
                    "./tallygate batch bill --period " + month, said(counts.toBill(), "customers to close and draft"));
        }
        if (facts.isApproval() && counts.unapproved() > 0) {
            return new NextStep(
                    "./tallygate invoices approve --period " + month + " --all",
                    said(counts.unapproved(), "drafts that wait for approval"));
        }
        if (counts.toDeliver() > 0 || counts.delivered() > 0) {
            return new NextStep(
                    "./tallygate batch deliver",
                    said(counts.toDeliver() + counts.delivered(), "invoices for their providers, who finalize them"));
        }
        if (counts.overdue() > 0) {
            return new NextStep(
                    "./tallygate invoices list --period " + month + " --overdue",
                    said(counts.overdue(), "should have been paid by now"));
        }
        return done(month, counts);
    }

    private static NextStep running(Facts facts) {
        String why = "the month ends at " + facts.month().end() + "; until then, what an invoice would be";
        return facts.biggestCustomerId().isEmpty()
                ? new NextStep("", "the month ends at " + facts.month().end())
                : new NextStep("./tallygate invoices preview " + facts.biggestCustomerId(), why);
    }

    private static NextStep done(String month, Counts counts) {
        String command = "./tallygate batch reconcile --period " + month;
        return counts.finalized() > 0
                ? new NextStep(
                        command,
                        said(counts.finalized(), "what the providers have received; invoices that are to be paid"))
                : new NextStep(command, "all is done; whether every book agrees, from the events to the money");
    }

    private static String said(long count, String what) {
        return String.format(Locale.ROOT, "%s: %,d", what, count);
    }
}
