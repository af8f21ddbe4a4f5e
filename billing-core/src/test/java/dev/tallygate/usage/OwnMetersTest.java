package dev.tallygate.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.TestCore;
import dev.tallygate.Together;
import dev.tallygate.catalog.PlanInvalid;
import dev.tallygate.database.Bytes;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.meter.Aggregation;
import dev.tallygate.meter.Quantities;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Meters of one's own that do not all add up, as they are recorded (ledger.md section 4). */
class OwnMetersTest {

    @RegisterExtension
    static final RecorderScene SCENE = RecorderScene.create();

    private static final String TEAM = """
            plan: team
            currency: USD
            meters: {seats: latest, peak: max, users: unique, renders: count}
            charges:
              - {id: seats, meter: seats, price: 10}
              - {id: peak, meter: peak, price: 2}
              - {id: users, meter: users, price: 3}
              - {id: renders, meter: renders, price: 1}
            """;
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");

    @BeforeEach
    void publish() {
        SCENE.core().publish(TEAM);
        SCENE.core().subscribe("team", "team", "2026-01-01T00:00:00Z");
    }

    private static UsageEvent.Builder event(String eventId) {
        return UsageEvent.builder(eventId, "team").usageTime(SCENE.clock().instant());
    }

    private static Verdict verdict(UsageEvent.Builder event) {
        return SCENE.record(event.build()).verdict();
    }

    @ParameterizedTest
    @CsvSource({"renders, DUPLICATE", "plain, DUPLICATE", "peak, CONFLICT", "seats, CONFLICT", "users, CONFLICT"})
    void absentIsZeroForNumbersOnly(String meter, Verdict expected) {
        assertThat(verdict(event("e1").tokensIn(1).own(meter, 0))).isEqualTo(Verdict.RECORDED);

        assertThat(verdict(event("e1").tokensIn(1).own(meter, 0))).isEqualTo(Verdict.DUPLICATE);
        assertThat(verdict(event("e1").tokensIn(1))).isEqualTo(expected);
        assertThat(verdict(event("e1").tokensIn(1).own(meter, 1))).isEqualTo(Verdict.CONFLICT);
    }

    @Test
    void aUniqueMeterNeedsASubject() {
        EventResult refused = SCENE.record(event("e1").own("users", 1).build());

        assertThat(refused.rejectionIfAny().orElseThrow().message())
                .startsWith("subject: ")
                .contains("who used it: users is a unique meter");
        assertThat(verdict(event("e1").own("users", 1).subject("ann"))).isEqualTo(Verdict.RECORDED);
        assertThat(verdict(event("e2").own("users", 0))).isEqualTo(Verdict.RECORDED);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @DisplayName(
            "invariants 2 and 3: two servers, late events, voids, ties: totals, marks and costs are those of the rows")
    void twoServersKeepTheSameMarks(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> recorded = new ArrayList<>();
        try (TestCore second = TestCore.start(SCENE.database(), SCENE.clock())) {
            List<UsageRecorder> servers = List.of(SCENE.recorder(), second.get(UsageRecorder.class));
            for (int call = 0; call < 60; call++) {
                List<UsageEvent> events = new ArrayList<>();
                for (int i = random.nextInt(12); i >= 0; i--) {
                    String eventId = "e" + call + "-" + i;
                    if (!recorded.isEmpty() && random.nextInt(4) == 0) {
                        String voided = recorded.remove(random.nextInt(recorded.size()));
                        events.add(UsageEvent.builder("v-" + voided, "team")
                                .correctsEventId(voided)
                                .build());
                    } else {
                        events.add(random(random, eventId));
                    }
                }
                servers.get(random.nextInt(2)).record(events).toCompletableFuture().join().stream()
                        .filter(result -> result.eventId().startsWith("e"))
                        .forEach(result -> recorded.add(result.eventId()));
            }
        }
        assertThat(LedgerAudit.findings(SCENE, SCENE.keyOf("team")))
                .as("seed %d", seed)
                .isEmpty();
    }

    private static UsageEvent random(SplittableRandom random, String eventId) {
        UsageEvent.Builder event = UsageEvent.builder(eventId, "team")
                .usageTime(SCENE.clock().instant().minusSeconds(86_400L * random.nextInt(25)))
                .modelId(random.nextBoolean() ? "a" : "b")
                .subject("s" + random.nextInt(9));
        for (String meter : List.of("seats", "peak", "users", "renders", "images")) {
            if (random.nextBoolean()) {
                event.own(meter, random.nextInt(5));
            }
        }
        return event.build();
    }

    @Test
    void totalsThatFollowTheirEventsKeepWhatDecides() {
        for (int i = 0; i < 450; i++) {
            SCENE.record(event("e" + i)
                    .own("peak", i % 100)
                    .own("users", 1)
                    .subject("s" + i % 30)
                    .build());
        }
        SCENE.record(UsageEvent.builder("v", "team").correctsEventId("e99").build());

        assertThat(SCENE.database().jdbcTemplate().queryForObject("select count(*) from meter_marks", Long.class))
                .isEqualTo(130);
        Quantities used = used();
        assertThat(used.quantityOf("peak")).isEqualTo(99);
        assertThat(used.quantityOf("users")).isEqualTo(30);
        assertThat(LedgerAudit.findings(SCENE, SCENE.keyOf("team"))).isEmpty();
    }

    private static Quantities used() {
        PeriodKey march = new PeriodKey(SCENE.keyOf("team"), MARCH);
        return SCENE.core().get(TotalsReader.class).usageOf(List.of(march)).firstEntry().getValue().windows().stream()
                .flatMap(window -> window.byModel().values().stream())
                .reduce(Quantities.ZERO, Quantities::plus);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update meter_marks set events = events + 1",
                "update meter_marks set mark = concat(mark, '0') where meter = 'users'",
                "delete from meter_marks where meter = 'seats'"
            })
    void theAuditFindsABrokenMark(String breakage) {
        for (int i = 0; i < 201; i++) {
            SCENE.record(event("e" + i)
                    .own("seats", 3)
                    .own("users", 1)
                    .subject("ann")
                    .build());
        }
        assertThat(LedgerAudit.findings(SCENE, SCENE.keyOf("team"))).isEmpty();

        SCENE.database().jdbcTemplate().update(breakage);

        assertThat(LedgerAudit.findings(SCENE, SCENE.keyOf("team"))).isNotEmpty();
    }

    @Test
    void whatIsRecordedFirstIsASumForEver() {
        assertThat(verdict(event("e1").own("mails", 3))).isEqualTo(Verdict.RECORDED);

        assertThatThrownBy(() -> SCENE.core().publish("""
                # a remark
                plan: mails
                currency: USD
                charges:
                  - {id: mails, meter: mails, price: 1}
                meters:
                  mails: max
                """))
                .isInstanceOf(PlanInvalid.class)
                .hasMessage("line 7: meters.mails: max (expected: sum, since it was recorded before a plan declared it;"
                        + " a meter has one aggregation for ever)");
    }

    @Test
    void theMigrationFixesWhatWasRecordedBeforeIt() throws IOException {
        for (int i = 0; i < 201; i++) {
            SCENE.record(event("e" + i).own("pages", 1).build());
        }
        SCENE.record(event("behind").own("mails", 1).own("quote\"d", 2).build());
        JdbcTemplate jdbc = SCENE.database().jdbcTemplate();
        jdbc.update("delete from meters");

        ClassPathResource migration = new ClassPathResource("db/migration/V27__meters.sql");
        Pattern.compile(";")
                .splitAsStream(migration.getContentAsString(StandardCharsets.UTF_8))
                .filter(statement -> statement.contains("insert into"))
                .forEach(statement -> jdbc.update(statement.substring(statement.indexOf("insert into"))));

        assertThat(jdbc.queryForList("select concat(meter, ' ', aggregation) from meters order by meter", byte[].class))
                .extracting(Bytes::text)
                .containsExactly("mails SUM", "pages SUM", "quote\"d SUM");
    }

    @Test
    void whatIsRejectedFixesNothing() {
        assertThat(verdict(UsageEvent.builder("e1", "nobody")
                        .usageTime(SCENE.clock().instant())
                        .own("mails", 3)))
                .isEqualTo(Verdict.REJECTED);
        assertThat(verdict(event("e2").own("mails", -3))).isEqualTo(Verdict.REJECTED);

        SCENE.core()
                .publish("plan: m\ncurrency: USD\nmeters: {mails: max}\ncharges: [{id: c, meter: mails, price: 1}]");

        assertThat(SCENE.meters().of("mails")).isEqualTo(Aggregation.MAX);
    }

    @Test
    void whoRecordsAndWhoDeclaresAtTheSameMomentAgree() {
        try (TestCore second = TestCore.start(SCENE.database(), SCENE.clock())) {
            for (int round = 0; round < 12; round++) {
                String meter = "new" + round;
                String plan = "plan: %s\ncurrency: USD\nmeters: {%s: unique}\ncharges: [{id: c, meter: %s, price: 1}]"
                        .formatted(meter, meter, meter);
                List<Boolean> declared = Together.run(4, thread -> {
                    if (thread == 0) {
                        return publishes(second, plan);
                    }
                    UsageRecorder recorder = thread % 2 == 0 ? SCENE.recorder() : second.get(UsageRecorder.class);
                    return recorder.record(List.of(event(meter + "-" + thread)
                                    .own(meter, 2)
                                    .subject("ann")
                                    .build()))
                            .toCompletableFuture()
                            .join()
                            .getFirst()
                            .verdict()
                            .equals(Verdict.RECORDED);
                });

                assertThat(declared.subList(1, 4)).containsOnly(true);
                assertThat(used().quantityOf(meter)).isEqualTo(declared.getFirst() ? 1 : 6);
            }
        }
        assertThat(LedgerAudit.findings(SCENE, SCENE.keyOf("team"))).isEmpty();
    }

    private static boolean publishes(TestCore core, String plan) {
        try {
            core.publish(plan);
            return true;
        } catch (PlanInvalid recordedFirst) {
            return false;
        }
    }
}
