/** Tests of the comparison of a month: books that are made to differ on purpose, at three providers. */
@NullMarked
package dev.tallygate.batch.reconciling;

import org.jspecify.annotations.NullMarked;
