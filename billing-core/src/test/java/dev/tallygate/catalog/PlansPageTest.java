package dev.tallygate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/plans.md} to the parser. */
class PlansPageTest {

    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\\n(.*?)```");

    @Test
    void everyExampleIsAPlan() throws IOException {
        String page = Files.readString(Path.of("../docs/plans.md"));

        List<String> planIds = EXAMPLE.matcher(page)
                .results()
                .map((MatchResult example) -> example.group(1))
                .flatMap(yaml -> PlanParser.parse(yaml).stream())
                .map(definition -> definition.plan().planId())
                .toList();

        assertThat(planIds)
                .containsExactly(
                        "hello",
                        "tiers",
                        "kinds",
                        "by-name",
                        "by-group",
                        "cached",
                        "matrix",
                        "team",
                        "world",
                        "trial",
                        "dunned",
                        "metered");
    }
}
