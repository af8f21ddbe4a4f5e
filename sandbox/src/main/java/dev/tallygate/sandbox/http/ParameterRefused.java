package dev.tallygate.sandbox.http;

/** A parameter that is missing, unknown or not understood; each provider says so in its own shape. */
public final class ParameterRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Reason {
        MISSING,
        UNKNOWN,
        INVALID
    }

    private final Reason reason;
    private final String name;

    private ParameterRefused(Reason reason, String name, String message) {
        super(message);
        this.reason = reason;
        this.name = name;
    }

    public static ParameterRefused missing(String name) {
        return new ParameterRefused(Reason.MISSING, name, "Missing required param: " + name + ".");
    }

    public static ParameterRefused unknown(String name) {
        return new ParameterRefused(
                Reason.UNKNOWN, name, "Received unknown parameter: " + name + " (unknown to this sandbox)");
    }

    public static ParameterRefused invalid(String name, String message) {
        return new ParameterRefused(Reason.INVALID, name, message);
    }

    public Reason reason() {
        return reason;
    }

    public String name() {
        return name;
    }

    /** What is wrong, as a sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
