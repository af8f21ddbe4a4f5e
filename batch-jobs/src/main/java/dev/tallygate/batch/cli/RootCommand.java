package dev.tallygate.batch.cli;

import java.time.Instant;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

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
        exitCodes(root);
        return root;
    }

    /** picocli's own code for wrong calls is 2, which here means parked. */
    private static void exitCodes(CommandLine command) {
        command.getCommandSpec()
                .exitCodeOnInvalidInput(ExitCodes.FAILED)
                .exitCodeOnExecutionException(ExitCodes.FAILED);
        command.getSubcommands().values().forEach(RootCommand::exitCodes);
    }
}
