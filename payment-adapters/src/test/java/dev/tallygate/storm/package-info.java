/**
 * A month end of both providers at once, in a storm: misfortunes, restarts and clock jumps at random, by a seed.
 *
 * <p>Nothing here knows how deliveries work: it runs the month end until it is over, and then compares what the
 * providers have with what the books say.
 */
@NullMarked
package dev.tallygate.storm;

import org.jspecify.annotations.NullMarked;
