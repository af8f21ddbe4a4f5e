package dev.tallygate.sandbox.http;

/** Sees what was asked and what was answered, for whoever compares it with something else. */
@FunctionalInterface
public interface Watch {
    Watch NOBODY = (call, answer) -> {};

    /** Called before the answer is sent, by the thread that sends it; what it throws breaks the connection. */
    void saw(Call call, Answer answer);

    /** The same door, watched. */
    default LoopbackServer.Door over(LoopbackServer.Door door) {
        return new LoopbackServer.Door() {
            @Override
            public Answer answer(Call call) {
                Answer answer = door.answer(call);
                saw(call, answer);
                return answer;
            }

            @Override
            public Answer refused(ParameterRefused refusal) {
                return door.refused(refusal);
            }
        };
    }
}
