package dev.anyarch.operations.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private static final List<Integer> ITEMS = IntStream.range(0, 200).boxed().toList();

    @Test
    void answersComeInTheOrderOfTheItems() throws IOException, InterruptedException {
        assertThat(Workers.map(ITEMS, 8, item -> item * 2)).isEqualTo(ITEMS.stream().map(item -> item * 2).toList());
        assertThat(Workers.map(List.<Integer>of(), 8, item -> item)).isEmpty();
    }

    @Test
    void noMoreThanTheLimitRunAtOnce() throws IOException, InterruptedException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Workers.forEach(ITEMS, 3, _ -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            running.decrementAndGet();
        });
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void theFirstFailureIsThrownWhenAllOthersHaveEnded() throws InterruptedException {
        CyclicBarrier together = new CyclicBarrier(2);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();

        assertThatThrownBy(() -> Workers.forEach(List.of(1, 2, 3), 2, item -> {
            try {
                together.await();
                if (item == 1) {
                    throw new IOException("broken");
                }
                never.await();
            } catch (BrokenBarrierException e) {
                throw new IllegalStateException(e);
            } finally {
                ended.incrementAndGet();
            }
        })).isInstanceOf(IOException.class).hasMessage("broken");

        assertThat(ended.get()).as("both that had begun, and not the third").isEqualTo(2);
    }

    @Test
    void anInterruptOfTheCallerInterruptsEveryStep() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                Workers.forEach(ITEMS, 2, _ -> {
                    begun.countDown();
                    never.await();
                });
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        begun.await();
        caller.interrupt();
        caller.join();

        assertThat(interrupted.get()).isEqualTo(1);
    }
}
