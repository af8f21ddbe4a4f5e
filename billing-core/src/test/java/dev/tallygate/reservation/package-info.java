/** Tests of reservations, and their books without a database. */
@NullMarked
package dev.tallygate.reservation;

import org.jspecify.annotations.NullMarked;
