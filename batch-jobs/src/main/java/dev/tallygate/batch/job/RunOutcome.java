package dev.tallygate.batch.job;

/** What came of asking for a run. */
public sealed interface RunOutcome {
    /** As the exit code of a command tells it. */
    RunExit exit();

    /** It ran, and ended well or not. */
    record Ended(RunReport report) implements RunOutcome {
        @Override
        public RunExit exit() {
            return report.exit();
        }
    }

    /** Another process is at the same job: host, process id and start. */
    record Elsewhere(String holder) implements RunOutcome {
        @Override
        public RunExit exit() {
            return RunExit.DONE;
        }
    }

    /** It was asked for once, and completed before. */
    record CompletedBefore() implements RunOutcome {
        @Override
        public RunExit exit() {
            return RunExit.DONE;
        }
    }

    /** It could not begin, or another process took it over; says what to do. */
    record Refused(String sentence) implements RunOutcome {
        @Override
        public RunExit exit() {
            return RunExit.FAILED;
        }
    }
}
