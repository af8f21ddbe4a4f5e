package dev.tallygate.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.sandbox.http.Match.Met;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {
    private static final Set<Fault.Type> ALL = EnumSet.allOf(Fault.Type.class);
    private static final ScriptReader READER = new ScriptReader(ALL, "/v1/");

    private final Script script = new Script(ALL, Clock.systemUTC());

    private String met(String method, String path) {
        return met(method, path, Map.of());
    }

    private String met(String method, String path, Map<String, String> fields) {
        return script.take(new Met(method, path, "req_1", "key", name -> Optional.ofNullable(fields.get(name))))
                .map(Fault::word)
                .orElse("-");
    }

    @ParameterizedTest(name = "{0} meets {1} {2}: {3}")
    @CsvSource(textBlock = """
                    drop_call,                                 GET,     /v1/events,                 true
                    drop_call method=POST,                     GET,     /v1/events,                 false
                    drop_call path=/v1/invoices,               POST,    /v1/invoices/in_1/finalize, true
                    drop_call path=/v1/invoices$,              POST,    /v1/invoices/in_1/finalize, false
                    drop_call path=/v1/invoices$,              POST,    /v1/invoices,               true
                    drop_call path=/v1/invoices/*/finalize,    POST,    /v1/invoices/in_1/finalize, true
                    drop_call path=/v1/invoices/*$,            POST,    /v1/invoices/in_1/finalize, false
                    drop_call where[amount]=700,               POST,    /v1/invoiceitems,           true
                    drop_call where[amount]=701,               POST,    /v1/invoiceitems,           false
                    drop_call,                                 WEBHOOK, invoice.paid,               false
                    webhook_late event=invoice.paid,           WEBHOOK, invoice.paid,               true
                    webhook_late event=invoice.paid,           WEBHOOK, invoice.finalized,          false
                    webhook_late,                              WEBHOOK, invoice.finalized,          true
                    webhook_late,                              POST,    /v1/invoices,               false
                    """)
    void aStepMeetsWhatItSays(String line, String method, String path, boolean meets) {
        script.replace(READER.read(line));

        assertThat(met(method, path, Map.of("amount", "700"))).isEqualTo(meets ? line.split(" ", -1)[0] : "-");
    }

    @Test
    void aStepBeginsWithTheNthCallAndMeetsSoManyAndWhatHappenedCanBeRead() {
        script.replace(READER.read("rate_limited path=/v1/customers nth=2 times=2 reason=endpoint-rate"));

        assertThat(List.of(
                        met("POST", "/v1/customers"),
                        met("POST", "/v1/invoices"),
                        met("POST", "/v1/customers"),
                        met("POST", "/v1/customers"),
                        met("POST", "/v1/customers")))
                .containsExactly("-", "-", "rate_limited", "rate_limited", "-");
        assertThat(script.fired()).extracting(Script.Fired::nth).containsExactly(2, 3);
        assertThat(script.fired()).extracting(Script.Fired::id).containsOnly("req_1");
        assertThat(script.fired().getFirst().fault().reason()).isEqualTo("endpoint-rate");
        assertThat(script.left()).isEmpty();
        assertThat(script.steps()).extracting(Script.Step::met).containsExactly(3);
    }

    @Test
    void stepsStandBesideEachOtherOrInOrder() {
        String steps = "drop_call path=/v1/invoices\nwebhook_twice event=invoice.paid\n";

        script.replace(READER.read(steps));
        assertThat(met("WEBHOOK", "invoice.paid")).isEqualTo("webhook_twice");

        script.replace(READER.read("in_order\n" + steps));
        assertThat(met("WEBHOOK", "invoice.paid")).isEqualTo("-");
        assertThat(met("POST", "/v1/invoices")).isEqualTo("drop_call");
        assertThat(met("WEBHOOK", "invoice.paid")).isEqualTo("webhook_twice");
    }

    @Test
    void linesAndJsonSayTheSame() {
        Script.Plan lines = READER.read("""
                # the last step of a creation
                in_order
                delay method=POST path=/v1/invoices$ nth=3 millis=50 where[metadata[order]]=7   # slow
                webhook_late event=invoice.paid millis=86400000

                storm seed=7 rate=0.25 types=drop_answer,drop_call times=9
                """);
        Script.Plan json = READER.read("""
                {"in_order": true,
                 "steps": [
                   {"type": "delay", "method": "POST", "path": "/v1/invoices$", "nth": 3, "millis": 50,
                    "where": {"metadata[order]": 7}},
                   {"type": "webhook_late", "event": "invoice.paid", "millis": 86400000}],
                 "storm": {"seed": 7, "rate": 0.25, "types": ["drop_answer", "drop_call"], "times": 9}}
                """);

        assertThat(json.steps()).isEqualTo(lines.steps()).hasSize(2);
        assertThat(json.inOrder()).isTrue().isEqualTo(lines.inOrder());
        assertThat(lines.steps().getFirst().meets().fields()).containsEntry("metadata[order]", "7");
        for (Script.Plan plan : List.of(lines, json)) {
            Storm storm = plan.storm().orElseThrow();
            assertThat(storm.seed()).isEqualTo(7);
            assertThat(storm.rate()).isEqualTo(new BigDecimal("0.25"));
            assertThat(storm.types()).containsExactly(Fault.Type.DROP_ANSWER, Fault.Type.DROP_CALL);
            assertThat(storm.left()).isEqualTo(9);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    rain                          | type: rain (expected: one of drop_answer
                    drop_call times=0             | times: 0 (expected: >= 1)
                    drop_call nth=x               | nth: x (expected: a whole number)
                    drop_call millis=600001       | millis: 600001 (expected: 0 to 600000)
                    drop_call event=invoice.paid  | unknown parameter: event
                    drop_call colour=red          | unknown parameter: colour
                    path=/v1/                     | Missing required param: type
                    storm rate=2                  | rate: 2 (expected: 0 to 1
                    storm types=hail              | type: hail (expected: one of
                    {"steps": [                   | (expected: JSON, or lines)
                    {"stages": []}                | unknown parameter: stages
                    """)
    void whatAScriptDoesNotUnderstandIsSaid(String text, String sentence) {
        assertThatThrownBy(() -> script.replace(READER.read(text)))
                .isInstanceOf(ParameterRefused.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void whatCannotHappenHereIsRefused() {
        Script mails = new Script(Fault.Type.OF_MAILS, Clock.systemUTC());

        assertThatThrownBy(() -> mails.order(Fault.once(Fault.Type.BAD_GATEWAY, "", "")))
                .isInstanceOf(ParameterRefused.class)
                .hasMessageContaining("bad_gateway");
        assertThat(mails.left()).isEmpty();
    }

    @Test
    void aStormIsTheSameForTheSameSeedAndAsFrequentAsItSays() {
        List<String> first = storm("storm seed=11 rate=0.3");
        List<String> again = storm("storm seed=11 rate=0.3");
        List<String> other = storm("storm seed=12 rate=0.3");

        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        assertThat(first.stream().filter(word -> !word.equals("-")).count()).isBetween(250L, 350L);
        assertThat(first).contains("webhook_twin", "drop_answer").doesNotContain("hang", "live_answer");
    }

    /** What 900 calls and 100 webhooks meet; the script says the same of it. */
    private List<String> storm(String line) {
        script.replace(READER.read(line));
        List<String> met = new ArrayList<>();
        for (int call = 0; call < 1_000; call++) {
            met.add(call % 10 == 0 ? met("WEBHOOK", "invoice.paid") : met("POST", "/v1/invoices"));
        }
        assertThat(script.fired())
                .extracting(fired -> fired.fault().word())
                .containsExactlyElementsOf(
                        met.stream().filter(word -> !word.equals("-")).toList());
        return met;
    }

    @Test
    void aStormEndsAfterSoMany() {
        script.replace(READER.read("storm rate=1 times=3 types=drop_call"));

        assertThat(List.of(met("GET", "/a"), met("GET", "/a"), met("GET", "/a"), met("GET", "/a")))
                .containsExactly("drop_call", "drop_call", "drop_call", "-");
        script.calm();
        assertThat(script.storm()).isEmpty();
    }
}
