package dev.tallygate.rig.bench;

import dev.tallygate.rig.RigFailed;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Passes a call's end on only if its answer is the one that the load is about: what was refused is not counted as done. */
final class Expecting<A> implements StreamObserver<A> {
    private final Predicate<A> good;
    private final StreamObserver<?> observer;
    private final Consumer<A> end;
    private @Nullable A answer;

    private Expecting(Predicate<A> good, StreamObserver<?> observer, Consumer<A> end) {
        this.good = good;
        this.observer = observer;
        this.end = end;
    }

    /** A call that ends the load's step. */
    static <A> Expecting<A> last(Predicate<A> good, StreamObserver<A> observer) {
        return new Expecting<>(good, observer, answer -> {
            observer.onNext(answer);
            observer.onCompleted();
        });
    }

    /** A call that another one follows; its failure ends the step. */
    static <A> Expecting<A> then(Predicate<A> good, StreamObserver<?> observer, Runnable next) {
        return new Expecting<>(good, observer, answer -> next.run());
    }

    @Override
    public void onNext(A received) {
        answer = received;
    }

    @Override
    public void onError(Throwable thrown) {
        observer.onError(thrown);
    }

    @Override
    public void onCompleted() {
        A received = answer;
        if (received == null || !good.test(received)) {
            observer.onError(new RigFailed("an answer that the load does not expect: " + received));
        } else {
            end.accept(received);
        }
    }
}
