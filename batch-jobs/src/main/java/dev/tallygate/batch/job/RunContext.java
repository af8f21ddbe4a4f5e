package dev.tallygate.batch.job;

/** What a job is given for one run: the run itself, where its results go, and how its progress is shown. */
public record RunContext(Run run, RunJournal journal, RunProgress progress) {
    /** The parameter of this name. */
    public String parameter(String name) {
        String value = run.identity().parameters().get(name);
        if (value == null) {
            throw new IllegalStateException(
                    "parameter " + name + " of " + run.identity().display() + " is missing");
        }
        return value;
    }
}
