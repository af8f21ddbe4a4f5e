package dev.tallygate.meter;

import java.util.Collection;

/** Aggregations of which it is known whether they are fixed. */
public interface KnownMeters extends Aggregations {

    /** Every meter is a sum, for ever. */
    KnownMeters SUMS = new KnownMeters() {
        @Override
        public Aggregation of(String meter) {
            return Aggregation.SUM;
        }

        @Override
        public boolean knows(Collection<String> meters) {
            return true;
        }
    };

    /** Whether all of these are known to be fixed; one that is not is a sum as long as nobody declares it otherwise. */
    boolean knows(Collection<String> meters);
}
