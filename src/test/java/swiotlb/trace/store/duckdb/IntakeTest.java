package swiotlb.trace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IntakeTest {
  private static final int BATCHES = WriterThread.MOST_WAITING + 2;

  /** Keeps what is written; read by others after the end of the writer. */
  private static final class Written implements BatchSink {
    private final List<Long> seq = new ArrayList<>();
    private final Set<Integer> names = new HashSet<>();
    private int nameless;

    @Override
    public void write(Batch batch) {
      batch.actors.forEach(name -> names.add(name.id()));
      for (var row = 0; row < batch.rows(); row++) {
        seq.add(batch.seq[row]);
        nameless += names.contains(batch.from[row]) ? 0 : 1;
      }
    }

    @Override
    public void commit() {}
  }

  private static void append(Intake intake, String from) {
    intake.append(
        new Intake.Arrival(1, 0, 0, 0, 0, 0, from, "/to", 64, "Type", new byte[0]), false);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Thread producer(Intake intake, int messages) {
    var thread =
        new Thread(
            () -> {
              for (var i = 0; i < messages; i++) {
                append(intake, "/from-" + i % 100);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Test
  void aWriterThatLooksForUnfinishedRowsMeetsAFullQueueAndKeepsTheOrder()
      throws InterruptedException {
    var written = new Written();
    var writer = new WriterThread("trace.duckdb", written);
    var intake = new Intake(writer);
    var looks = new CountDownLatch(1);
    var isFull = new CountDownLatch(1);
    writer.start(
        () -> {
          looks.countDown();
          await(isFull);
          return intake.takeUnfinished();
        });
    await(looks);
    var producer = producer(intake, BATCHES * Batch.ROWS);
    while (producer.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    append(intake, "/from-another");
    isFull.countDown();
    producer.join();
    intake.handOverAll();
    writer.end();
    assertThat(written.seq).hasSize(BATCHES * Batch.ROWS + 1).isSorted();
    assertThat(written.nameless).isZero();
  }

  @Test
  void whatManyThreadsAppendIsWrittenOnceAndInOrder() throws InterruptedException {
    var written = new Written();
    var writer = new WriterThread("trace.duckdb", written);
    var intake = new Intake(writer);
    writer.start(intake::takeUnfinished);
    var producers = new ArrayList<Thread>();
    for (var i = 0; i < 4; i++) {
      producers.add(producer(intake, BATCHES * Batch.ROWS));
    }
    for (var producer : producers) {
      producer.join();
    }
    intake.handOverAll();
    writer.end();
    assertThat(written.seq).hasSize(4 * BATCHES * Batch.ROWS).isSorted().doesNotHaveDuplicates();
    assertThat(written.nameless).isZero();
  }

  @Test
  void unfinishedRowsWaitForWhatWasHandedOver() {
    var writer = new WriterThread("trace.duckdb", new Written());
    var intake = new Intake(writer);
    append(intake, "/from");
    intake.handOver();
    append(intake, "/from");
    assertThat(intake.takeUnfinished()).isNull();
    writer.start(() -> null);
    writer.commit();
    assertThat(intake.takeUnfinished()).isNotNull();
    assertThat(intake.takeUnfinished()).isNull();
    writer.end();
  }
}
