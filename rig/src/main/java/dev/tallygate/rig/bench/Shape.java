package dev.tallygate.rig.bench;

/**
 * What a load looks like.
 *
 * @param customers over how many customers it is spread
 * @param models how many models each of them uses
 * @param events of one call
 * @param inFlight calls that wait for their answer at a time
 * @param inARow events of one customer before the next customer's
 */
record Shape(int customers, int models, int events, int inFlight, int inARow) {

    /** With another customer for each event. */
    static Shape of(int customers, int models, int events, int inFlight) {
        return new Shape(customers, models, events, inFlight, 1);
    }

    /** "100 customers x 20 models, 100 a call, 16 in flight". */
    String text() {
        return "%,d customer%s x %d model%s, %d a call, %d in flight"
                .formatted(customers, customers == 1 ? "" : "s", models, models == 1 ? "" : "s", events, inFlight);
    }
}
