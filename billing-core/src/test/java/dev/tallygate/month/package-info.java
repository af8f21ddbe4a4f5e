/** Tests of a month as a whole. */
@NullMarked
package dev.tallygate.month;

import org.jspecify.annotations.NullMarked;
