/** Tests of recording. */
@NullMarked
package dev.tallygate.usage;

import org.jspecify.annotations.NullMarked;
