package dev.tallygate.server.grpc;

import dev.tallygate.v1.MeteringServiceGrpc;

/** MeteringService: records usage, checks quota, reads usage. */
final class MeteringCalls extends MeteringServiceGrpc.MeteringServiceImplBase {}
