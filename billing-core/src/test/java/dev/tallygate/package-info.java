/** Support for tests of every module: a database of their own. */
@NullMarked
package dev.tallygate;

import org.jspecify.annotations.NullMarked;
