package dev.tallygate.usage;

import dev.tallygate.database.Lane;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.dao.DataIntegrityViolationException;

/** What somebody wants done at customers' gates, waiting in the customers' lane. */
public interface GateCall extends Lane.Work {

    /** After it nobody waits any more, and nothing is written. */
    Instant until();

    /** Those at whose gates it is judged. */
    Collection<String> customerIds();

    /** Names what has to be read before it can be judged. */
    void tellNeeds(Needs needs, Moment moment);

    /** Whether nothing has to be read for it but what these customers know. */
    boolean needsNoReading(Gates gates);

    /** Does it; what it changes is written when all of the group are judged. */
    Judgement judge(Gates gates);

    /** The same as two calls that are judged one after the other; none where it has to be done as a whole. */
    List<GateCall> halves();

    /** Answers that the database cannot hold it; only of a call without halves. */
    void refuse(DataIntegrityViolationException refused);

    /**
     * How a call ended.
     *
     * @param answer gives the answer; called once all of the group is committed
     * @param provenByWriting the answer is that of something new, whose id nobody has used: where it was used after all, the
     *     writing fails. Other answers are right only if such ids were looked up before
     */
    record Judgement(Runnable answer, boolean provenByWriting) {}
}
