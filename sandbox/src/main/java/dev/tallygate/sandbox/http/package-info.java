/**
 * The local providers' front door: a server on 127.0.0.1, routes, parameters, and the script of what goes wrong.
 *
 * <p>Owns how a request is read, which handler answers it, and what goes wrong on the way when somebody asked for it.
 * Does not own who may ask, nor the shape of a refusal: each provider has its own.
 *
 * <p>Invariants: nothing but this machine can connect; a body has at most 1 MB; {@code /_sandbox/…} needs no key and
 * meets no fault. A script is forgotten at a restart. Waits are in milliseconds of real time.
 */
@NullMarked
package dev.tallygate.sandbox.http;

import org.jspecify.annotations.NullMarked;
