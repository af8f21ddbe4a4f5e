package dev.tallygate.rig.drill;

/** One drill: does something terrible to real processes under load, and puts what it saw into the findings. */
interface Exercise {

    /** As it is asked for on the command line: R1. */
    String name();

    /** What is done, in a few words. */
    String title();

    /** What the naive server does wrong when it stands in for the product. */
    Fault fault();

    /** The figure in which that has to show. */
    String figureOfFault();

    /** Whether it kills or freezes the database's process, and so needs one of its own. */
    default boolean hurtsTheDatabase() {
        return false;
    }

    /** Runs it; a breach is a finding, not an exception. */
    void run(Ground ground, Findings findings);
}
