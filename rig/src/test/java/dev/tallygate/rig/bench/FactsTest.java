package dev.tallygate.rig.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 20, 50})
    void aPassOverAllCustomersReachesEachOfTheirModels(int inARow) {
        Shape shape = new Shape(30, 20, 1, 1, inARow);
        long numbers = 30L * Math.max(20, inARow);

        long pairs = LongStream.range(0, numbers)
                .mapToObj(number -> Facts.customerId(number, shape) + " " + Facts.modelId(number, shape))
                .distinct()
                .count();

        assertEquals(600, pairs);
    }

    @Test
    void eventsInARowAreOfOneCustomer() {
        Shape shape = new Shape(1_000, 20, 1_000, 8, 50);

        long customers = LongStream.range(7_000, 8_000)
                .mapToObj(number -> Facts.customerId(number, shape))
                .collect(Collectors.toSet())
                .size();

        assertEquals(20, customers);
    }
}
