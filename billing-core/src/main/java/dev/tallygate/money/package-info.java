/** placeholder. */
@NullMarked
package dev.tallygate.money;

import org.jspecify.annotations.NullMarked;
