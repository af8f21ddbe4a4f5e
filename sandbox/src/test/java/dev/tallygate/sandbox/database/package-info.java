/** Tests of the embedded database, each with a folder of its own and real processes. */
@NullMarked
package dev.tallygate.sandbox.database;

import org.jspecify.annotations.NullMarked;
