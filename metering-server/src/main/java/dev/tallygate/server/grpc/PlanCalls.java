package dev.tallygate.server.grpc;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanDefinition;
import dev.tallygate.catalog.PlanParser;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.catalog.Publication;
import dev.tallygate.catalog.PublishedPlan;
import dev.tallygate.customer.PlanMove;
import dev.tallygate.modelcost.CostPlus;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.v1.AppliedPlan;
import dev.tallygate.v1.ApplyPlanRequest;
import dev.tallygate.v1.ApplyPlanResponse;
import dev.tallygate.v1.GetPlanRequest;
import dev.tallygate.v1.GetPlanResponse;
import dev.tallygate.v1.ListPlansRequest;
import dev.tallygate.v1.ListPlansResponse;
import dev.tallygate.v1.Plan;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** The calls of BillingService about plans. */
final class PlanCalls {
    private final PlanCatalog plans;
    private final PlanMove moves;
    private final CostPlus costPlus;

    PlanCalls(PlanCatalog plans, PlanMove moves, CostPlus costPlus) {
        this.plans = plans;
        this.moves = moves;
        this.costPlus = costPlus;
    }

    ApplyPlanResponse apply(ApplyPlanRequest request) {
        boolean moving = isMoving(request);
        List<PlanDefinition> definitions = PlanParser.parse(costPlus.writtenOut(request.getDefinition()));
        List<Publication> publications =
                request.getValidateOnly() ? plans.compare(definitions) : plans.publish(definitions);
        ApplyPlanResponse.Builder response = ApplyPlanResponse.newBuilder();
        for (Publication publication : publications) {
            int moved = moving && !request.getValidateOnly() ? moves.toNextPeriod(publication.version()) : 0;
            response.addApplied(AppliedPlan.newBuilder()
                    .setPlan(toProto(publication.version()))
                    .setPublished(publication.published())
                    .setMoved(moved));
        }
        return response.build();
    }

    private static boolean isMoving(ApplyPlanRequest request) {
        return switch (request.getMove()) {
            case PLAN_MOVE_UNSPECIFIED -> false;
            case PLAN_MOVE_NEXT_PERIOD -> true;
            case UNRECOGNIZED ->
                throw Rejected.field(Reason.FIELD_INVALID, "move", request.getMoveValue(), "PLAN_MOVE_NEXT_PERIOD");
        };
    }

    GetPlanResponse get(GetPlanRequest request) {
        String planId = request.getPlanId();
        Optional<Integer> version = request.getVersion() == 0
                ? plans.latest(planId).map(PlanVersion::version)
                : Optional.of(request.getVersion());
        PublishedPlan plan = version.flatMap(number -> plans.published(planId, number))
                .orElseThrow(() -> Rejected.field(
                        Reason.PLAN_NOT_FOUND, "plan_id", planId, "a plan that is published, in that version"));
        return GetPlanResponse.newBuilder()
                .setPlan(toProto(plan).setDefinition(plan.source()))
                .build();
    }

    ListPlansResponse list(ListPlansRequest request) {
        Pages pages = Pages.fromProto("plans", request.getPageSize(), request.getPageToken());
        List<PublishedPlan> read = plans.list(pages.after(), pages.readMax());
        ListPlansResponse.Builder response = ListPlansResponse.newBuilder()
                .setNextPageToken(
                        pages.nextToken(read, plan -> plan.version().plan().planId()));
        pages.page(read).forEach(plan -> response.addPlans(toProto(plan)));
        return response.build();
    }

    private static Plan.Builder toProto(PublishedPlan plan) {
        return toProto(plan.version()).setPublishedTime(Times.toProto(plan.publishedTime()));
    }

    private static Plan.Builder toProto(PlanVersion version) {
        return Plan.newBuilder()
                .setPlanId(version.plan().planId())
                .setVersion(version.version())
                .setName(version.plan().name())
                .setCurrencyCode(version.plan().currency().getCurrencyCode())
                .addAllCurrencyCodes(version.plan().currencies().stream()
                        .map(Currency::getCurrencyCode)
                        .toList());
    }
}
