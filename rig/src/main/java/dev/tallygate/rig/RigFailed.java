package dev.tallygate.rig;

/** Ends the demo with one sentence that says what was expected and what was seen. */
public final class RigFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RigFailed(String sentence) {
        super(sentence);
    }

    public RigFailed(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
