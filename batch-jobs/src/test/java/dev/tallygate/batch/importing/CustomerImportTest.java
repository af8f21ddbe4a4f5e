package dev.tallygate.batch.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.Together;
import dev.tallygate.batch.Shell;
import dev.tallygate.batch.cli.ExitCodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code customers import} as it is typed. */
class CustomerImportTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final String HEADER = "customer_id,name,email,plan,provider,currency,from\n";
    private static final String PLANS = """
            plan: standard
            currency: USD
            charges:
              - {id: base, flat: 20.00}
            """;

    @TempDir
    Path folder = Path.of("");

    private Shell shell = Shell.on(DATABASE, Path.of(""));

    @BeforeEach
    void onePlan() throws IOException {
        DATABASE.clear();
        shell = Shell.on(DATABASE, folder)
                .with("tallygate.reports-folder", folder.resolve("reports").toString());
        shell.ok("plans", "apply", write("standard.yaml", PLANS).toString());
    }

    @Test
    void customersAreMadeWithTheirSubscriptionAndTheSameAgainChangesNothing() throws IOException {
        String file = write("customers.csv", HEADER + """
                acme,"Acme, Inc.",billing@acme.example,standard,stripe,USD,2026-11-01
                bolt,,pay@bolt.example,standard,manual,,2026-10-01T12:00:00Z
                coil,Coil,,,,,
                """).toString();

        assertThat(shell.ok("customers", "import", file)).startsWith("3 lines: 3 created\nresult of each line: ");

        assertThat(shell.ok("customers", "show", "acme"))
                .contains("Acme, Inc.", "billing@acme.example", "standard: standard v1 from 2026-11-01T00:00:00Z");
        assertThat(shell.ok("customers", "show", "bolt"))
                .containsPattern("provider +manual")
                .contains("standard: standard v1 from 2026-10-01T12:00:00Z");
        assertThat(shell.ok("customers", "show", "coil")).containsPattern("currency_code +USD");
        assertThat(count("select count(*) from deliveries"))
                .as("calls that make them at their providers are planned")
                .isPositive();
        assertThat(shell.ok("customers", "import", file)).startsWith("3 lines: 3 unchanged\n");
        assertThat(count("select count(*) from subscriptions")).isEqualTo(2);
    }

    @Test
    void eachCustomerOfAPlanInSeveralCurrenciesHasTheOneOfItsLine() throws IOException {
        shell.ok("plans", "apply", write("world.yaml", """
                plan: world
                currency: [USD, NGN]
                charges: [{id: base, flat: {USD: 20.00, NGN: 30_000}}]
                """).toString());
        Path wrong = write("wrong.csv", HEADER + "eve,,,world,,EUR,\n");
        Path file = write("world.csv", HEADER + "ada,,,world,,,\nobi,,pay@obi.example,world,paystack,NGN,\n");

        assertThat(shell.run("customers", "import", wrong.toString()).err())
                .startsWith("line 2, eve: currency: EUR (expected: USD or NGN, a currency of plan world)");
        assertThat(shell.ok("customers", "import", file.toString())).startsWith("2 lines: 2 created\n");

        assertThat(shell.ok("customers", "show", "ada")).contains("world: world v1 in USD");
        assertThat(shell.ok("customers", "show", "obi")).contains("world: world v1 in NGN");
    }

    @Test
    void jsonLinesSayTheSame() throws IOException {
        String file = write("customers.jsonl", """
                {"customer_id": "acme", "email": "billing@acme.example", "plan": "standard", "from": "2026-11-01"}

                {"customer_id": "bolt", "plan": "standard", "plann": "x"}
                """).toString();

        Shell.Result wrong = shell.run("customers", "import", file);
        assertThat(wrong.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(wrong.err())
                .startsWith("line 3, bolt: plann: no such field (expected: customer_id, name, email, plan, provider,"
                        + " currency, from, legal_name, address, country, tax_ids, locale, order_note, legal_entity)");

        Files.writeString(Path.of(file), Files.readString(Path.of(file)).replace(", \"plann\": \"x\"", ""));
        assertThat(shell.ok("customers", "import", file)).startsWith("2 lines: 2 created");
    }

    @Test
    @DisplayName("every line is checked first: each mistake with its line and field, and nothing is written")
    void aFileWithMistakesIsToldAndNotWritten() throws IOException {
        Path file = write("customers.csv", HEADER + """
                good,Good,good@example.com,standard,stripe,USD,2026-11-01
                two words,,,,,,
                mail,,not an address,standard,,,
                plan,,,gold,,,
                money,,,standard,,NGN,
                code,,,,,DOLLARS,
                time,,,standard,,,1st of May
                bank,,,standard,manual,,
                paypal,,,standard,paypal,,
                lonely,,,,,,2026-11-01
                good,Again,,,,,
                short,line
                """);

        Shell.Result result = shell.run("customers", "import", file.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(result.err())
                .contains(
                        "line 3, two words: customer_id: \"two words\" (expected: 1 to 64 visible",
                        "line 4, mail: email: \"not an address\" (expected: an address",
                        "line 5, plan: plan: gold (expected: a plan that `./tallygate plans list` has)",
                        "line 6, money: currency: NGN (expected: USD, the currency of plan standard)",
                        "line 7, code: currency: DOLLARS (expected: a code such as USD)",
                        "line 8, time: from: \"1st of May\" (expected: a time such as 2026-03-01",
                        "line 9, bank: email: none (expected: an address, since the provider is manual",
                        "line 10, paypal: provider: paypal (expected: stripe, paystack or manual)",
                        "line 11, lonely: plan: nothing (expected: the plan that holds from 2026-11-01T00:00:00Z)",
                        "line 12, good: customer_id: good (expected: once; line 2 has it too)",
                        "line 13: columns: 2 (expected: 7, as in the first line)",
                        "11 of 12 lines are wrong: nothing was written.");
        assertThat(shell.ok("customers", "list")).isEqualTo("none\n");
        assertThat(results()).contains("4,mail,INVALID,FIELD_INVALID,\"email: ");
    }

    @Test
    void aColumnThatIsNoneOfACustomerIsRefused() throws IOException {
        assertThat(shell.run(
                                "customers",
                                "import",
                                write("a.csv", "customer_id,emial\nacme,x\n").toString())
                        .err())
                .startsWith("the file has a column \"emial\" (expected: customer_id, name, email, plan, provider,");
        assertThat(shell.run(
                                "customers",
                                "import",
                                write("b.csv", "name\nacme\n").toString())
                        .err())
                .startsWith("the file has no column customer_id (it has: name; expected: ");
        assertThat(shell.run("customers", "import", write("c.txt", "").toString())
                        .err())
                .contains("c.txt: its name does not say how it is written (expected: .csv or .jsonl, or --format)");
        assertThat(shell.run("customers", "import", folder.resolve("d.csv").toString())
                        .err())
                .contains("d.csv does not exist");
    }

    @Test
    void bytesThatAreNoTextAreToldAndNothingIsWritten() throws IOException {
        Path file = Files.write(
                folder.resolve("latin.csv"), (HEADER + "acme,Café,,,,,\n").getBytes(StandardCharsets.ISO_8859_1));

        Shell.Result result = shell.run("customers", "import", file.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(result.err()).contains("latin.csv").contains("UTF-8 text").doesNotContain("at dev.tallygate");
    }

    @Test
    void aCustomerThatExistsWithAnotherContentIsToldAndLeftAsItIsAndTheOthersAreMade() throws IOException {
        shell.ok("customers", "create", "acme", "--email", "old@acme.example");
        shell.ok("customers", "create", "bolt", "--plan", "standard", "--from", "2026-10-01");
        shell.ok("customers", "create", "coil");
        Path file = write("customers.csv", HEADER + """
                acme,,new@acme.example,standard,,,2026-11-01
                bolt,,,standard,,,2026-11-01
                coil,,,standard,,,2026-11-01
                dune,,,standard,,,2026-11-01
                """);

        Shell.Result result = shell.run("customers", "import", file.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCodes.PARKED);
        assertThat(result.out()).startsWith("4 lines: 1 created, 1 subscribed, 2 conflict\n");
        assertThat(result.err())
                .contains("line 2, acme: customer_id: acme exists with another content: email: \"new@acme.example\""
                        + " (expected: \"old@acme.example\", as it is stored)")
                .contains("line 3, bolt: subscription_id: standard exists with another plan or start");
        assertThat(shell.ok("customers", "show", "acme"))
                .contains("old@acme.example")
                .doesNotContain("standard v1");
        assertThat(results()).contains("2,acme,CONFLICT,CUSTOMER_EXISTS,").contains("5,dune,CREATED,,");
    }

    @Test
    @DisplayName("a line is one transaction: a customer whose subscription is refused is not half there")
    void nothingIsHalfWritten() throws IOException {
        shell.ok("customers", "create", "acme", "--plan", "standard", "--from", "2026-10-01");
        write("other.yaml", PLANS.replace("standard", "other"));
        shell.ok("plans", "apply", folder.resolve("other.yaml").toString());
        DATABASE.jdbcTemplate()
                .execute(
                        "alter table subscriptions add constraint no_other check (plan_version_id < 0 or subscription_id <> 'other')");
        try {
            Path file = write("customers.csv", HEADER + "bolt,,,other,,,2026-11-01\n");

            assertThat(shell.run("customers", "import", file.toString()).exitCode())
                    .isEqualTo(ExitCodes.FAILED);

            assertThat(shell.run("customers", "show", "bolt").err()).startsWith("CUSTOMER_NOT_FOUND");
        } finally {
            DATABASE.jdbcTemplate().execute("alter table subscriptions drop constraint no_other");
        }
    }

    @Test
    void aDryRunSaysWhatWouldBeAndWritesNothing() throws IOException {
        shell.ok("customers", "create", "acme", "--email", "old@acme.example");
        Path file = write("customers.csv", HEADER + """
                acme,,new@acme.example,,,,
                dune,,,standard,,,2026-11-01
                """);

        Shell.Result result = shell.run("customers", "import", file.toString(), "--dry-run");

        assertThat(result.exitCode()).isEqualTo(ExitCodes.PARKED);
        assertThat(result.out())
                .startsWith("line 3, dune: on invoices: dune\n2 lines: would be 1 created, 1 conflict\n");
        assertThat(shell.ok("customers", "list")).doesNotContain("dune");
    }

    private static final String BUYERS =
            "customer_id,name,email,legal_name,address,country,tax_ids,locale,order_note,legal_entity\n";

    @Test
    void whatStandsOnInvoicesIsShownByADryRunAndMadeWithTheCustomer() throws IOException {
        seller();
        String file = write("customers.csv", BUYERS + """
                acme,Acme,pay@acme.example,"Acme Nigeria, Ltd",1 Marina | Lagos,NG,VAT NG1|TIN 7,en-NG,PO 4711,lagos
                bolt,Bolt,pay@bolt.example,,"Rue 1
                Abidjan",CI,,fr-CI,,
                coil,Coil,,,,,,,,
                """).toString();

        String rehearsed = shell.ok("customers", "import", file, "--dry-run");
        assertThat(rehearsed).startsWith("""
                line 2, acme: on invoices: Acme Nigeria, Ltd; 1 Marina, Lagos; NG; VAT NG1, TIN 7; locale en-NG; \
                order PO 4711; sold by lagos; to pay@acme.example
                line 4, bolt: on invoices: Bolt; Rue 1, Abidjan; CI; locale fr-CI; to pay@bolt.example
                line 5, coil: on invoices: Coil
                3 lines: would be 3 created
                """);
        assertThat(shell.ok("customers", "list")).isEqualTo("none\n");

        assertThat(shell.ok("customers", "import", file)).startsWith("3 lines: 3 created\n");
        assertThat(shell.ok("customers", "show", "acme"))
                .containsPattern("legal_name +Acme Nigeria, Ltd\n")
                .containsPattern("address +1 Marina,Lagos\n")
                .containsPattern("country +NG\n")
                .containsPattern("tax_ids +VAT NG1,TIN 7\n")
                .containsPattern("locale +en-NG\n")
                .containsPattern("order_note +PO 4711\n")
                .containsPattern("legal_entity +lagos\n");
        assertThat(shell.ok("customers", "import", file)).startsWith("3 lines: 3 unchanged\n");
    }

    @Test
    void aMistakeInWhatStandsOnInvoicesIsToldByItsColumn() throws IOException {
        seller();
        Path file = write("customers.csv", BUYERS + """
                name,,,%s,,,,,,
                land,,,,,XX,,,,
                tags,,,,,,,,en_NG!,
                tongue,,,,,,,de_DE!,,
                many,,,,,,1|2|3|4|5|6|7|8|9,,,
                who,,,,,,,,,paris
                list,,,,"[""1 Marina""]",,,,,
                """.formatted("x".repeat(201)));

        Shell.Result result = shell.run("customers", "import", file.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(result.err())
                .contains(
                        "line 2, name: legal_name: ",
                        "line 3, land: country: XX (expected: an ISO 3166 code of two letters such as NG, or none)",
                        "line 5, tongue: locale: de_DE! (expected: a BCP 47 tag such as en-NG, or none)",
                        "line 6, many: tax_ids: \"9 lines\" (expected: at most 8)",
                        "line 7, who: legal_entity: paris (expected: a legal entity that `./tallygate seller show` has",
                        "line 8, list: address: \"[\\u00221 Marina\\u0022]\" (expected: a text; several lines are separated by |)",
                        "6 of 7 lines are wrong: nothing was written.");
        assertThat(shell.ok("customers", "list")).isEqualTo("none\n");
    }

    @Test
    void onlyWhatALineSaysAboutInvoicesCanDifferFromWhatIsThere() throws IOException {
        shell.ok(
                "customers",
                "create",
                "acme",
                "--legal-name",
                "Acme Ltd",
                "--address",
                "1 Marina",
                "--locale",
                "en-NG");
        Path silent = write("silent.csv", "customer_id,locale\nacme,\n");
        Path other = write("other.csv", "customer_id,legal_name,address\nacme,Acme Ltd,2 Marina | Lagos\n");

        assertThat(shell.ok("customers", "import", silent.toString())).startsWith("1 lines: 1 unchanged\n");
        Shell.Result result = shell.run("customers", "import", other.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCodes.PARKED);
        assertThat(result.err())
                .contains("line 2, acme: customer_id: acme exists with another content: address: \"2 Marina | Lagos\""
                        + " (expected: \"1 Marina\", as it is stored)")
                .doesNotContain("legal_name");
        assertThat(shell.ok("customers", "show", "acme")).containsPattern("address +1 Marina\n");
    }

    private void seller() throws IOException {
        shell.ok("seller", "set", write("seller.yaml", """
                default: lagos
                entities:
                  lagos: {name: Labs Ltd, country: NG}
                """).toString());
    }

    @Test
    void manyAreMadeOnceAlsoWhereTwoImportTheSameFileAtOnce() throws IOException {
        int many = Boolean.getBoolean("tallygate.full") ? 10_000 : 1_000;
        Path file = write(
                "many.csv",
                HEADER
                        + IntStream.range(0, many)
                                .mapToObj("c%d,Customer,c@example.com,standard,stripe,USD,2026-11-01"::formatted)
                                .collect(Collectors.joining("\n")));

        var results = Together.run(2, number -> shell.run("customers", "import", file.toString()));

        assertThat(results).allMatch(result -> result.exitCode() == 0);
        assertThat(count("select count(*) from customers")).isEqualTo(many);
        assertThat(count("select count(*) from subscriptions")).isEqualTo(many);
        assertThat(count("select count(*) from customer_ledgers")).isEqualTo(many);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private String results() throws IOException {
        try (var files = Files.list(folder.resolve("reports"))) {
            return Files.readString(files.filter(file -> file.toString().contains("customers-"))
                    .findFirst()
                    .orElseThrow());
        }
    }

    private static long count(String sql) {
        return DATABASE.jdbcClient().sql(sql).query(Long.class).single();
    }
}
