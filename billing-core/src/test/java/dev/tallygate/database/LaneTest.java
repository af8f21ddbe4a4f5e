package dev.tallygate.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a lane takes, groups, refuses and leaves behind. */
class LaneTest {
    private static final Lane.Bounds BOUNDS = new Lane.Bounds(10, 20, 1_000);

    private final BlockingQueue<List<String>> groups = new LinkedBlockingQueue<>();
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);

    private record Item(String name, int items, long bytes, CompletableFuture<String> answer) implements Lane.Work {
        @Override
        public void fail(RuntimeException failure) {
            answer.completeExceptionally(failure);
        }
    }

    @Test
    void whatArrivesWhileAGroupIsAtWorkIsTheNextGroup() throws Exception {
        try (Lane<Item> lane = new Lane<>("test", BOUNDS, this::hold)) {
            lane.offer(item("first", 1));
            begun.acquire();
            for (int i = 1; i <= 3; i++) {
                lane.offer(item("waiting-" + i, 1));
            }
            mayEnd.release(2);

            assertThat(next()).containsExactly("first");
            assertThat(next()).containsExactly("waiting-1", "waiting-2", "waiting-3");
        }
    }

    @Test
    void aGroupIsBoundedAndKeepsTheOrder() throws Exception {
        try (Lane<Item> lane = new Lane<>("test", BOUNDS, this::hold)) {
            lane.offer(item("first", 1));
            begun.acquire();
            lane.offer(item("six", 6));
            lane.offer(item("five", 5));
            lane.offer(item("four", 4));
            mayEnd.release(3);

            assertThat(next()).containsExactly("first");
            assertThat(next()).containsExactly("six");
            assertThat(next()).containsExactly("five", "four");
        }
    }

    @Test
    void whatIsTooMuchIsRefusedAtOnceByCountAndByBytes() throws Exception {
        try (Lane<Item> lane = new Lane<>("test", BOUNDS, this::hold)) {
            lane.offer(item("at work", 1));
            begun.acquire();

            assertThat(lane.offer(item("larger than a group, alone", 20))).isTrue();
            assertThat(lane.offer(item("one more", 1))).isFalse();
            mayEnd.release(1);
            begun.acquire();
            assertThat(lane.offer(new Item("heavy", 1, 900, new CompletableFuture<>())))
                    .isTrue();
            assertThat(lane.offer(new Item("heavy too", 1, 101, new CompletableFuture<>())))
                    .isFalse();
            assertThat(lane.offer(new Item("light", 1, 100, new CompletableFuture<>())))
                    .isTrue();
            mayEnd.release(10);
        }
    }

    @Test
    void whatWaitsWhenALaneIsClosedIsStillDone() throws Exception {
        Lane<Item> lane = new Lane<>("test", BOUNDS, this::hold);
        lane.offer(item("at work", 1));
        begun.acquire();
        Item last = item("waiting", 1);
        lane.offer(last);
        mayEnd.release(2);

        lane.close();

        assertThat(last.answer()).isCompletedWithValue("waiting");
        assertThat(lane.offer(item("too late", 1))).isFalse();
    }

    @Test
    void aFailureIsToldToItsGroupAndTheLaneGoesOn() {
        List<Item> done = new ArrayList<>();
        try (Lane<Item> lane = new Lane<>("test", BOUNDS, group -> {
            if (group.getFirst().name().equals("bad")) {
                throw new IllegalStateException("the database is away");
            }
            group.forEach(item -> item.answer().complete(item.name()));
            done.addAll(group);
        })) {
            Item bad = item("bad", 1);
            Item good = item("good", 1);
            lane.offer(bad);
            assertThat(bad.answer()).failsWithin(1, TimeUnit.MINUTES);
            lane.offer(good);
            assertThat(good.answer()).succeedsWithin(1, TimeUnit.MINUTES);
        }
        assertThat(done).extracting(Item::name).containsExactly("good");
    }

    private void hold(List<Item> group) {
        begun.release();
        mayEnd.acquireUninterruptibly();
        groups.add(group.stream().map(Item::name).toList());
        group.forEach(item -> item.answer().complete(item.name()));
    }

    private List<String> next() throws InterruptedException {
        List<String> group = groups.poll(1, TimeUnit.MINUTES);
        assertThat(group).as("a group within a minute").isNotNull();
        return group;
    }

    private static Item item(String name, int items) {
        return new Item(name, items, 1, new CompletableFuture<>());
    }
}
