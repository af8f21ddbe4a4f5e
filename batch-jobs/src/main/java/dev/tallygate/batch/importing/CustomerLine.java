package dev.tallygate.batch.importing;

import dev.tallygate.customer.Enrolment;

/**
 * A line of the file that is right.
 *
 * @param number of the file's line on which it ends, from 1, a header counted
 */
record CustomerLine(long number, Enrolment enrolment) {
    String customerId() {
        return enrolment.profile().customerId();
    }
}
