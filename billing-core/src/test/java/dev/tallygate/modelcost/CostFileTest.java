package dev.tallygate.modelcost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tallygate.rejection.Rejected;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostFileTest {

    @Test
    void numbersAreTakenAsTheyAreWritten() {
        CostFile file = CostFile.read("""
                {
                  "sample_spec": {"input_cost_per_token": "a number"},
                  "small": {"litellm_provider": "openai", "input_cost_per_token": 1.5e-07,
                            "cache_read_input_token_cost": 7.5e-08, "output_cost_per_token": 0.0000006},
                  "long": {"input_cost_per_token": 0.000000123456789012, "output_cost_per_token": 0},
                  "painter": {"output_cost_per_image": 0.04}
                }
                """);

        assertThat(file.skipped()).containsExactly("painter");
        assertThat(file.costs()).extracting(ModelCost::modelId).containsExactly("small", "long");
        ModelCost small = file.costs().getFirst();
        assertThat(small.modelProvider()).isEqualTo("openai");
        assertThat(small.costs().input()).isEqualTo(new BigDecimal("0.00000015"));
        assertThat(small.costs().cached()).isEqualTo(new BigDecimal("0.000000075"));
        assertThat(small.costs().reasoning()).isNull();
        assertThat(file.costs().getLast().costs().input()).isEqualTo(new BigDecimal("0.000000123456789012"));
    }

    @Test
    void aPartThatIsNotToldCostsAsItsWholeAndAWholeThatIsNotToldIsNotKnown() {
        TokenCosts costs = new TokenCosts(new BigDecimal("3"), null, new BigDecimal("4"), null, null);

        assertThat(costs.of(TokenKind.CACHED)).contains(new BigDecimal("3"));
        assertThat(costs.of(TokenKind.CACHE_WRITE)).contains(new BigDecimal("4"));
        assertThat(costs.of(TokenKind.OUTPUT)).isEmpty();
        assertThat(costs.of(TokenKind.REASONING)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"m": {"input_cost_per_token": -1}}          | m.input_cost_per_token: -1
                    {"m": {"output_cost_per_token": "0.1"}}      | m.output_cost_per_token
                    {"m": {"input_cost_per_token": 1e-19}}       | m.input_cost_per_token: 1E-19
                    {"m": {"input_cost_per_token": 1e7}}         | m.input_cost_per_token: 1E+7
                    {"two words": {"input_cost_per_token": 1}}   | two words
                    {"painter": {"output_cost_per_image": 1}}    | no cost of a token
                    []                                           | expected: JSON: an object by model
                    {                                            | expected: JSON: an object by model
                    """)
    void whatIsNoCostIsRefusedWithItsPlace(String json, String place) {
        assertThatThrownBy(() -> CostFile.read(json))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining(place);
    }

    @Test
    void theWidespreadFileIsRead() throws IOException {
        Optional<Path> file = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(folder -> folder.resolve("shared/data/model-prices.json"))
                .filter(Files::exists)
                .findFirst();
        assumeTrue(file.isPresent(), "the file of model prices is not beside the project: skipped");

        CostFile read = CostFile.read(Files.readString(file.orElseThrow()));

        assertThat(read.costs()).hasSizeGreaterThan(200);
        assertThat(read.costs())
                .filteredOn(cost -> cost.modelId().equals("gpt-4o-2024-08-06"))
                .singleElement()
                .satisfies(cost -> assertThat(cost.costs())
                        .isEqualTo(new TokenCosts(
                                new BigDecimal("0.0000025"),
                                new BigDecimal("0.00000125"),
                                null,
                                new BigDecimal("0.00001"),
                                null)));
    }
}
