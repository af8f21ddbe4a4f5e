/**
 * The laptop: what a newcomer's machine lacks, in a process of its own.
 *
 * <p>Owns the daemon: its home folder, its ports, its pid file and the settings file that tells others where it is.
 * Does not own what it runs: see {@code database}, {@code stripe}, {@code paystack}, {@code mail}.
 *
 * <p>Invariants: one sandbox per home folder; what it held is there again after a stop or a crash; it listens on
 * 127.0.0.1 only; nothing in it is ever live. Nothing in production depends on this module: others know its URLs only.
 */
@NullMarked
package dev.tallygate.sandbox;

import org.jspecify.annotations.NullMarked;
