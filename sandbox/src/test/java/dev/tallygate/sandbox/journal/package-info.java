/** Tests of the journal: what a kill leaves, what a failed change leaves, what a rewrite keeps. */
@NullMarked
package dev.tallygate.sandbox.journal;

import org.jspecify.annotations.NullMarked;
