/** Costs of models, and margins over recorded usage on a real database. */
@NullMarked
package dev.tallygate.modelcost;

import org.jspecify.annotations.NullMarked;
