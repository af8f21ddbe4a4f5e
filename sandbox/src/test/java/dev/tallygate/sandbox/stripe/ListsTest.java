package dev.tallygate.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Pages of a list have everything once, newest first, forwards and backwards. */
class ListsTest {
    private static final int CUSTOMERS = 7;

    @TempDir
    Path folder;

    private final List<String> newestFirst = new ArrayList<>();
    private StripeFixture fixture;

    @BeforeEach
    void start() throws IOException, StripeException {
        fixture = new StripeFixture(folder);
        for (int number = 0; number < CUSTOMERS; number++) {
            newestFirst.addFirst(
                    fixture.customer("a" + number % 2 + "@example.com").getId());
        }
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void pagesLeadFromTheNewestToTheOldest() throws IOException, InterruptedException {
        List<String> seen = new ArrayList<>();
        JsonNode page = page("limit=3");
        seen.addAll(ids(page));
        while (page.path("has_more").asBoolean(false)) {
            page = page("limit=3&starting_after=" + seen.getLast());
            seen.addAll(ids(page));
        }

        assertThat(seen).isEqualTo(newestFirst);
        assertThat(ids(page("limit=7"))).isEqualTo(newestFirst);
        assertThat(page("limit=7").path("has_more").asBoolean(true)).isFalse();
        assertThat(ids(page("starting_after=" + newestFirst.getLast()))).isEmpty();
    }

    @Test
    void pagesLeadBack() throws IOException, InterruptedException {
        JsonNode page = page("limit=2&ending_before=" + newestFirst.get(4));

        assertThat(ids(page)).isEqualTo(newestFirst.subList(2, 4));
        assertThat(page.path("has_more").asBoolean(false)).isTrue();
    }

    @Test
    void aFilterHoldsOverAllPages() throws IOException, InterruptedException {
        List<String> even = new ArrayList<>();
        for (int index = 0; index < CUSTOMERS; index += 2) {
            even.add(newestFirst.get(index));
        }

        JsonNode first = page("limit=2&email=a0@example.com");
        JsonNode rest = page("limit=2&email=a0@example.com&starting_after=" + even.get(1));

        assertThat(ids(first)).isEqualTo(even.subList(0, 2));
        assertThat(first.path("has_more").asBoolean(false)).isTrue();
        assertThat(ids(rest)).isEqualTo(even.subList(2, 4));
        assertThat(rest.path("has_more").asBoolean(true)).isFalse();
    }

    private JsonNode page(String query) throws IOException, InterruptedException {
        return fixture.get("/v1/customers?" + query);
    }

    private static List<String> ids(JsonNode page) {
        return page.path("data")
                .valueStream()
                .map(customer -> customer.path("id").asString(""))
                .toList();
    }
}
