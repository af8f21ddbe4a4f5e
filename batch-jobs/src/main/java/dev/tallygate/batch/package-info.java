/** placeholder. */
@NullMarked
package dev.tallygate.batch;

import org.jspecify.annotations.NullMarked;
