package dev.tallygate.rig.house;

/** One place that breaks a rule: printed as {@code file:line: what is wrong (what is expected)}. */
record Violation(String file, long line, String message) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + message;
    }
}
