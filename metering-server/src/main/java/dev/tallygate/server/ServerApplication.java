package dev.tallygate.server;

import org.springframework.boot.SpringApplication;

/** Starts the server; a start that fails ends with one sentence and exit code 1. */
public final class ServerApplication {
    private ServerApplication() {}

    public static void main(String[] args) {
        try {
            SpringApplication application = new SpringApplication(ServerConfiguration.class);
            StopLimit limit = new StopLimit();
            application.addListeners(limit);
            SpringApplication.getShutdownHandlers().add(limit::lift);
            application.run(args);
        } catch (RuntimeException failure) {
            StartFailure.of(failure).print();
            System.exit(1);
        }
    }
}
