/** placeholder. */
@NullMarked
package dev.tallygate.rig;

import org.jspecify.annotations.NullMarked;
