package dev.tallygate.payment;

/** What a write call to a provider does; the code begins its idempotency key. */
public enum CallKind {
    CREATE_CUSTOMER("cus"),
    CREATE_INVOICE("inv"),
    ADD_LINE("line"),
    FINALIZE_INVOICE("fin"),
    CHARGE_INVOICE("charge"),
    VOID_INVOICE("void"),
    CREATE_CREDIT_NOTE("cn"),
    CREATE_METER("meter"),
    CREATE_PRICE("price"),
    CREATE_SUBSCRIPTION("sub"),
    END_SUBSCRIPTION("subend"),
    REPORT_USAGE("usage"),
    COMPARE_INVOICE("cmp"),
    ADD_ITEM("item");

    private final String code;

    CallKind(String code) {
        this.code = code;
    }

    /** Makes what all customers of a plan version share: looked up before it is ever sent, under one key for all. */
    boolean isShared() {
        return this == CREATE_METER || this == CREATE_PRICE;
    }

    /** Short, stable name inside idempotency keys: never changed, or retries would carry other keys. */
    public String code() {
        return code;
    }
}
