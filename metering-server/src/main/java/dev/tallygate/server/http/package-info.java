/**
 * The same calls as HTTP/JSON.
 *
 * <p>Owns: the routes that the {@code google.api.http} options of the contract declare, the translation of a body, a path
 * and a query into a request message by its descriptor, protobuf's JSON, problem bodies, and the limit of a body.
 *
 * <p>Does not own: what a call does, who may make it, how long it may take: each request is made as a gRPC call inside
 * the process, through the same interceptors as one that came over the socket. Streams, which have no such option.
 *
 * <p>Invariants: no code here names a call, except that a denied check answers 402 or 403 with a problem body; a new RPC
 * with a {@code google.api.http} option is served without a change here. Field names are snake_case out, both cases in;
 * a field that the contract does not have is refused.
 */
@NullMarked
package dev.tallygate.server.http;

import org.jspecify.annotations.NullMarked;
