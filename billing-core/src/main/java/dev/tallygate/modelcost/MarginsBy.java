package dev.tallygate.modelcost;

/** What margins are summed by. */
public enum MarginsBy {
    CUSTOMER("c.customer_id"),
    MODEL("m.model_id"),
    DAY("m.day");

    private final String column;

    MarginsBy(String column) {
        this.column = column;
    }

    String column() {
        return column;
    }
}
