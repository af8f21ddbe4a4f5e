/** Tests of the daemon as others meet it: a process, its files, its signals. */
@NullMarked
package dev.tallygate.sandbox;

import org.jspecify.annotations.NullMarked;
