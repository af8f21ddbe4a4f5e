/** Costs and margins as an operator types them. */
@NullMarked
package dev.tallygate.batch.margin;

import org.jspecify.annotations.NullMarked;
