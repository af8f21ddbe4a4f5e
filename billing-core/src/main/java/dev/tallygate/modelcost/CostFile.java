package dev.tallygate.modelcost;

import dev.tallygate.rejection.FieldRules;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Costs in the JSON that is widely kept for it: an object by model, with {@code input_cost_per_token} and its like in USD.
 *
 * @param costs by model, in the file's order
 * @param skipped models that name no cost of a token, such as those of images
 */
public record CostFile(List<ModelCost> costs, List<String> skipped) {
    /** Bytes of a model's name at most. */
    private static final int MODEL_BYTES_MAX = 128;
    /** Places of a cost at most. */
    private static final int PLACES_MAX = 18;
    /** USD that a token can cost at most. */
    private static final BigDecimal COST_MAX = BigDecimal.valueOf(1_000_000);

    /** An entry that explains the format and stands for no model. */
    private static final String SPECIMEN = "sample_spec";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    public CostFile {
        costs = List.copyOf(costs);
        skipped = List.copyOf(skipped);
    }

    /**
     * Reads a file; every number exactly as it is written.
     *
     * @throws Rejected {@code FIELD_INVALID} with the model and the field, where something is no cost
     */
    public static CostFile read(String text) {
        List<ModelCost> costs = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : root(text).properties()) {
            String modelId = entry.getKey();
            if (!modelId.equals(SPECIMEN)) {
                ModelCost cost = new Entry(modelId(modelId), entry.getValue()).cost();
                if (cost.costs().input() == null && cost.costs().output() == null) {
                    skipped.add(modelId);
                } else {
                    costs.add(cost);
                }
            }
        }
        if (costs.isEmpty()) {
            throw Rejected.field(Reason.FIELD_INVALID, "file", "no cost of a token", "input_cost_per_token of a model");
        }
        return new CostFile(costs, skipped);
    }

    private static JsonNode root(String text) {
        try {
            JsonNode root = JSON.readTree(text);
            if (root.isObject()) {
                return root;
            }
        } catch (JacksonException malformed) {
            throw Rejected.field(
                    Reason.FIELD_INVALID, "file", malformed.getOriginalMessage(), "JSON: an object by model");
        }
        throw Rejected.field(Reason.FIELD_INVALID, "file", "no object", "JSON: an object by model");
    }

    private static String modelId(String modelId) {
        if (!FieldRules.isId(modelId, MODEL_BYTES_MAX)) {
            throw Rejected.field(
                    Reason.FIELD_INVALID, "model", modelId, "1 to " + MODEL_BYTES_MAX + " visible ASCII characters");
        }
        return modelId;
    }

    /** What the file says of one model. */
    private record Entry(String modelId, JsonNode fields) {
        ModelCost cost() {
            return new ModelCost(
                    modelId,
                    provider(),
                    new TokenCosts(
                            decimal("input_cost_per_token"),
                            decimal("cache_read_input_token_cost"),
                            decimal("cache_creation_input_token_cost"),
                            decimal("output_cost_per_token"),
                            decimal("output_cost_per_reasoning_token")));
        }

        private String provider() {
            String provider = fields.path("litellm_provider").asString("");
            return FieldRules.isId(provider, FieldRules.ID_BYTES_MAX) ? provider : "";
        }

        private @Nullable BigDecimal decimal(String field) {
            JsonNode value = fields.path(field);
            if (value.isMissingNode() || value.isNull()) {
                return null;
            }
            BigDecimal cost = value.isNumber() ? value.decimalValue().stripTrailingZeros() : null;
            if (cost == null || cost.signum() < 0 || cost.scale() > PLACES_MAX || cost.compareTo(COST_MAX) > 0) {
                throw Rejected.field(
                        Reason.FIELD_INVALID,
                        modelId + "." + field,
                        value,
                        "a number of USD a token, 0 to " + COST_MAX + ", at most " + PLACES_MAX + " places");
            }
            return cost;
        }
    }
}
