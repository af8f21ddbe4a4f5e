package dev.tallygate.batch;

import dev.tallygate.batch.cli.CustomersCommand;
import dev.tallygate.batch.cli.InvoicesCommand;
import dev.tallygate.batch.cli.KeysCommand;
import dev.tallygate.batch.cli.ParkedCommand;
import dev.tallygate.batch.cli.PlansCommand;
import dev.tallygate.batch.cli.RootCommand;
import dev.tallygate.batch.cli.Session;
import dev.tallygate.batch.cli.UsageCommand;
import dev.tallygate.batch.importing.ImportCommand;
import dev.tallygate.batch.job.BatchCommand;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

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
            return RootCommand.of(session, commands(session)).execute(args);
        } finally {
            session.end();
        }
    }

    private static Map<String, Object> commands(Session session) {
        Map<String, Object> commands = new LinkedHashMap<>();
        commands.put("plans", new PlansCommand(session));
        commands.put("customers", new CustomersCommand(session));
        commands.put("keys", new KeysCommand(session));
        commands.put("batch", new BatchCommand(session));
        commands.put("import", new ImportCommand(session));
        commands.put("usage", new UsageCommand(session));
        commands.put("invoices", new InvoicesCommand(session));
        commands.put("parked", new ParkedCommand(session));
        return commands;
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
