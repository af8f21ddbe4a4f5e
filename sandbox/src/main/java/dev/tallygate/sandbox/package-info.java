/** placeholder. */
@NullMarked
package dev.tallygate.sandbox;

import org.jspecify.annotations.NullMarked;
