// Records what one request used, then asks whether the next one may run.
import { timestampNow } from "@bufbuild/protobuf/wkt";
import { createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { MeteringService } from "./gen/tallygate/v1/metering_service_pb.js";
import { DenyReason } from "./gen/tallygate/v1/quota_pb.js";
import { Verdict } from "./gen/tallygate/v1/usage_pb.js";

const authorize = (next) => (request) => {
  request.header.set("authorization", `Bearer ${process.env.TALLYGATE_API_KEY}`);
  return next(request);
};
const transport = createGrpcTransport({
  baseUrl: `http://${process.env.TALLYGATE_ADDRESS ?? "127.0.0.1:9090"}`,
  interceptors: [authorize],
  defaultTimeoutMs: 5000,
});
const metering = createClient(MeteringService, transport);

const responseId = `resp_node_${Date.now()}`; // made up; yours is the id of the model's answer

try {
  const event = {
    eventId: responseId, customerId: "acme", modelId: "gpt-4o-mini", usageTime: timestampNow(),
    tokensIn: 1000n, tokensOut: 200n,
  };
  const { results: [result] } = await metering.recordUsage({ events: [event] });
  console.log(Verdict[result.verdict], result.cost, result.currencyCode);

  const check = await metering.checkQuota({ customerId: "acme", modelId: "gpt-4o-mini" });
  console.log("allowed:", check.allowed, DenyReason[check.denyReason], check.httpStatus);
} catch (error) {
  console.error(error.message); // unknown whether it counted: send the same id again
  process.exitCode = 1;
}
