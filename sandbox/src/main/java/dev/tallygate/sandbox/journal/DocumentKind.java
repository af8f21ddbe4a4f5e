package dev.tallygate.sandbox.journal;

/** What a stored document is; an enum of each provider says which there are. */
public interface DocumentKind {
    /** The word in the journal, which stays. */
    String name();
}
