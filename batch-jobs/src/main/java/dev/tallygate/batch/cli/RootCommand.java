package dev.tallygate.batch.cli;

import java.time.Instant;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code tallygate}: holds the commands, and what they have in common. */
@Command(
        name = "tallygate",
        description = "The operator's commands of Tallygate.",
        subcommands = HelpCommand.class,
        mixinStandardHelpOptions = true)
public final class RootCommand {
    private RootCommand() {}

    /** The command line with these commands by name; wrong calls and failures end with 1. */
    public static CommandLine of(Session session, Map<String, Object> commands) {
        CommandLine root = new CommandLine(new RootCommand());
        commands.forEach(root::addSubcommand);
        root.registerConverter(Instant.class, new InstantConverter());
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setOut(session.out());
        root.setErr(session.err());
        root.setExecutionExceptionHandler(new Failures());
        prepare(root);
        return root;
    }

    /** Each command has --help, and ends with 1 where it is wrongly called: picocli's own code for that means parked. */
    private static void prepare(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        spec.exitCodeOnInvalidInput(ExitCodes.FAILED).exitCodeOnExecutionException(ExitCodes.FAILED);
        if (spec.findOption("--help") == null) {
            spec.addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help.")
                    .build());
        }
        command.getSubcommands().values().forEach(RootCommand::prepare);
    }
}
