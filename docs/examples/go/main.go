// Records what one request used, then asks whether the next one may run.
package main

import (
	"cmp"
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/known/timestamppb"

	tallygate "example.com/tallygate/gen/tallygate/v1"
)

//go:generate npx --yes @bufbuild/buf@1.75.0 generate

func main() {
	address := cmp.Or(os.Getenv("TALLYGATE_ADDRESS"), "127.0.0.1:9090")
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	metering := tallygate.NewMeteringServiceClient(connection)
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+os.Getenv("TALLYGATE_API_KEY"))

	responseID := fmt.Sprintf("resp_go_%d", time.Now().UnixNano()) // made up; yours is the id of the model's answer
	tokensIn, tokensOut := int64(1000), int64(200)
	recorded, err := metering.RecordUsage(ctx, &tallygate.RecordUsageRequest{Events: []*tallygate.UsageEvent{{
		EventId: responseID, CustomerId: "acme", ModelId: "gpt-4o-mini", UsageTime: timestamppb.Now(),
		TokensIn: &tokensIn, TokensOut: &tokensOut,
	}}})
	if err != nil {
		log.Fatal(err) // unknown whether it counted: send the same id again
	}
	fmt.Println(recorded.Results[0].Verdict, recorded.Results[0].Cost, recorded.Results[0].CurrencyCode)

	check, err := metering.CheckQuota(ctx, &tallygate.CheckQuotaRequest{CustomerId: "acme", ModelId: "gpt-4o-mini"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("allowed:", check.Allowed, check.DenyReason, check.HttpStatus)
}
