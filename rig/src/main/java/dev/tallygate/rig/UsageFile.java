package dev.tallygate.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Last month's usage as a product might have logged it: JSON lines, the same for the same customers and month. */
record UsageFile(Path path, Map<String, Integer> linesByCustomer) {
    private static final long SEED = 20_261_101;
    private static final int LINES = 2_000;
    private static final int TOKENS_IN_MAX = 60_000;
    private static final int TOKENS_OUT_MAX = 6_000;
    /** The free plan's customer stays below its hard allowance of 100,000 tokens. */
    private static final int FREE_LINES = 12;

    /** Writes the file: mostly of the paying customers, over the whole month, each line with an id of its own. */
    static UsageFile write(Path path, List<DemoCustomer> customers, YearMonth month) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<String> lines = new ArrayList<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int number = 0; number < LINES; number++) {
            DemoCustomer customer = customer(customers, number);
            int scale = customer.planId().equals("free") ? 10 : 1;
            lines.add(line(customer, number, month, random, scale));
            counts.merge(customer.customerId(), 1, Integer::sum);
        }
        try {
            Files.createDirectories(path.getParent());
            Files.write(path, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new UsageFile(path, counts);
    }

    private static DemoCustomer customer(List<DemoCustomer> customers, int number) {
        List<DemoCustomer> free =
                customers.stream().filter(one -> one.planId().equals("free")).toList();
        List<DemoCustomer> paying =
                customers.stream().filter(one -> !free.contains(one)).toList();
        return number < FREE_LINES ? free.getFirst() : paying.get(number % paying.size());
    }

    private static String line(DemoCustomer customer, int number, YearMonth month, SplittableRandom random, int scale) {
        long monthMillis = Duration.ofDays(month.lengthOfMonth()).toMillis();
        String time = month.atDay(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC)
                .plusMillis(random.nextLong(monthMillis))
                .toString();
        String model = customer.models().get(random.nextInt(customer.models().size()));
        int tokensIn = 1 + random.nextInt(TOKENS_IN_MAX / scale);
        int cached = random.nextInt(tokensIn);
        int tokensOut = 1 + random.nextInt(TOKENS_OUT_MAX / scale);
        return ("{\"event_id\":\"log-%s-%d\",\"customer_id\":\"%s\",\"model_id\":\"%s\",\"usage_time\":\"%s\","
                        + "\"tokens_in\":%d,\"tokens_in_cached\":%d,\"tokens_out\":%d}")
                .formatted(month, number, customer.customerId(), model, time, tokensIn, cached, tokensOut);
    }

    int lines() {
        return linesByCustomer.values().stream().mapToInt(Integer::intValue).sum();
    }
}
