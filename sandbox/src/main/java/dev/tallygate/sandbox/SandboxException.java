package dev.tallygate.sandbox;

/** The sandbox cannot start; the message is a sentence that says why and what to do. */
final class SandboxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SandboxException(String message) {
        super(message);
    }

    SandboxException(String message, Throwable cause) {
        super(message, cause);
    }
}
