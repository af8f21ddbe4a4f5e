/**
 * The calls of the contract, as gRPC.
 *
 * <p>Owns: one method for each RPC, the translation between messages and the core's types ({@code fromProto},
 * {@code toProto}), pages, and what stands before every call: deadline, admission, authentication, failures.
 *
 * <p>Does not own: any rule. A handler maps, calls one method of the core, and maps the answer.
 *
 * <p>Invariants: OK means that what the call says has happened is durable; a call that could not be admitted has not
 * begun; every call ends by its deadline.
 *
 * <p>Meanings of time: a message's timestamp is cut to microseconds when it is read; absent means now where the contract
 * says so, by the injected clock.
 */
@NullMarked
package dev.tallygate.server.grpc;

import org.jspecify.annotations.NullMarked;
