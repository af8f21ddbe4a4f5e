/** Tests of deliver and reconcile: as commands, and killed at every call. */
@NullMarked
package dev.tallygate.batch.delivering;

import org.jspecify.annotations.NullMarked;
