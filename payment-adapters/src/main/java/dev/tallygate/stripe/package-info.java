/** placeholder. */
@NullMarked
package dev.tallygate.stripe;

import org.jspecify.annotations.NullMarked;
