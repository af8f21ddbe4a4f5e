package dev.tallygate.batch.cli;

import picocli.CommandLine.Option;

/** {@code --json}, the same in every command that reads. */
public final class JsonOption {
    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    public boolean isJson() {
        return json;
    }
}
