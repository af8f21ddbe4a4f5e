package dev.tallygate.batch;

import dev.tallygate.batch.cli.AmendUsageCommand;
import dev.tallygate.batch.cli.CustomersCommand;
import dev.tallygate.batch.cli.DeliveriesCommand;
import dev.tallygate.batch.cli.InvoicesCommand;
import dev.tallygate.batch.cli.KeysCommand;
import dev.tallygate.batch.cli.MailsCommand;
import dev.tallygate.batch.cli.ParkedCommand;
import dev.tallygate.batch.cli.PlansCommand;
import dev.tallygate.batch.cli.RootCommand;
import dev.tallygate.batch.cli.SellerCommand;
import dev.tallygate.batch.cli.Session;
import dev.tallygate.batch.cli.UsageCommand;
import dev.tallygate.batch.cli.VoidUsageCommand;
import dev.tallygate.batch.closing.ApproveCommand;
import dev.tallygate.batch.closing.ExplainCommand;
import dev.tallygate.batch.closing.ExportCommand;
import dev.tallygate.batch.closing.MonthCommand;
import dev.tallygate.batch.closing.PreviewCommand;
import dev.tallygate.batch.closing.UnapproveCommand;
import dev.tallygate.batch.importing.CustomerImportCommand;
import dev.tallygate.batch.importing.ImportCommand;
import dev.tallygate.batch.job.BatchCommand;
import dev.tallygate.batch.margin.CostsCommand;
import dev.tallygate.batch.margin.MarginsCommand;
import dev.tallygate.batch.schedule.JobsCommand;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;

/** The operator's command line: {@code ./tallygate customers list} and the like end up here. */
public final class BatchApplication {
    private BatchApplication() {}

    /** Runs one command and ends with its exit code. */
    public static void main(String[] args) {
        Session session = new Session(BatchApplication::start, writer(System.out), writer(System.err));
        int exitCode = run(session, args);
        System.exit(exitCode);
    }

    /** Runs one command, ends its session and answers the exit code. */
    public static int run(Session session, String... args) {
        try {
            return RootCommand.of(session, commands(session, args)).execute(args);
        } finally {
            session.end();
        }
    }

    /** The command that is named first is read alone, since reading all of them is felt; without one they all are. */
    private static Map<String, Object> commands(Session session, String... args) {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("plans", () -> new PlansCommand(session));
        all.put(
                "customers",
                () -> new CommandLine(new CustomersCommand(session)).addSubcommand(new CustomerImportCommand(session)));
        all.put("seller", () -> new SellerCommand(session));
        all.put("keys", () -> new KeysCommand(session));
        all.put("import", () -> new ImportCommand(session));
        all.put(
                "usage",
                () -> new CommandLine(new UsageCommand(session))
                        .addSubcommand(new VoidUsageCommand(session))
                        .addSubcommand(new AmendUsageCommand(session)));
        all.put("batch", () -> new BatchCommand(session));
        all.put("jobs", () -> new JobsCommand(session));
        all.put("invoices", () -> invoices(session));
        all.put("explain", () -> new ExplainCommand(session));
        all.put("month", () -> new MonthCommand(session));
        all.put("deliveries", () -> new DeliveriesCommand(session));
        all.put("parked", () -> new ParkedCommand(session));
        all.put("costs", () -> new CostsCommand(session));
        all.put("margins", () -> new MarginsCommand(session));
        all.put("mails", () -> new MailsCommand(session, System.getenv()));
        Map<String, Object> read = new LinkedHashMap<>();
        Supplier<Object> named = args.length == 0 ? null : all.get(args[0]);
        if (named == null) {
            all.forEach((name, command) -> read.put(name, command.get()));
        } else {
            read.put(args[0], named.get());
        }
        return read;
    }

    private static CommandLine invoices(Session session) {
        return new CommandLine(new InvoicesCommand(session))
                .addSubcommand(new PreviewCommand(session))
                .addSubcommand(new ApproveCommand(session))
                .addSubcommand(new UnapproveCommand(session))
                .addSubcommand(new ExportCommand(session));
    }

    /** Core's beans, made on demand; {@code settings} such as {@code tallygate.db.url=...} go before the environment. */
    public static ConfigurableApplicationContext start(String... settings) {
        return new SpringApplicationBuilder(BatchConfiguration.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .lazyInitialization(true)
                .run(Stream.of(settings).map(setting -> "--" + setting).toArray(String[]::new));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
