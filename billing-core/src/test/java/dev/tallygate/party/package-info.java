/** Tests of sellers and buyers. */
@NullMarked
package dev.tallygate.party;

import org.jspecify.annotations.NullMarked;
