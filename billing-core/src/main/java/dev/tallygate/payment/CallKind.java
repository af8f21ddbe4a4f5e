package dev.tallygate.payment;

/** What a write call to a provider does; the code begins its idempotency key. */
public enum CallKind {
    CREATE_CUSTOMER("cus"),
    CREATE_INVOICE("inv"),
    ADD_LINE("line"),
    FINALIZE_INVOICE("fin"),
    CHARGE_INVOICE("charge"),
    VOID_INVOICE("void");

    private final String code;

    CallKind(String code) {
        this.code = code;
    }

    /** Short, stable name inside idempotency keys: never changed, or retries would carry other keys. */
    public String code() {
        return code;
    }
}
