package swiotlb.trace.store.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import swiotlb.input.InputException;

@Timeout(60)
class WriterThreadTest {
  private static final String FILE = "trace.duckdb";

  /** Writes when it is let. */
  private static final class SlowDisk implements BatchSink {
    private final CountDownLatch ready = new CountDownLatch(1);
    private final List<Long> ids = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> commits = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void write(Batch batch) {
      try {
        ready.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      ids.add(batch.id[0]);
    }

    @Override
    public void commit() {
      commits.add(ids.size());
    }
  }

  private static final class FullDisk implements BatchSink {
    @Override
    public void write(Batch batch) throws SQLException {
      throw new SQLException("IO Error: no space left\nand more");
    }

    @Override
    public void commit() {}
  }

  private static WriterThread started(BatchSink disk, Supplier<@Nullable Batch> unfinished) {
    var writer = new WriterThread(FILE, disk);
    writer.start(unfinished);
    return writer;
  }

  private static void write(WriterThread writer, long id) {
    var batch = writer.emptyBatch();
    batch.add(new Row(id, id, 0, 0, 0, 0, 0, 0, 0, 0, 0, new byte[0]));
    writer.handOver(batch);
    writer.awaitRoom();
  }

  @Test
  void whoIsFasterThanTheDiskWaits() throws InterruptedException {
    var disk = new SlowDisk();
    var writer = started(disk, () -> null);
    var handedOver = new AtomicInteger();
    var producer =
        new Thread(
            () -> {
              for (var id = 0; id < 50; id++) {
                write(writer, id);
                handedOver.incrementAndGet();
              }
            });
    producer.start();
    while (producer.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertThat(handedOver.get()).isLessThanOrEqualTo(WriterThread.MOST_WAITING + 1);
    disk.ready.countDown();
    producer.join();
    writer.end();
    assertThat(disk.ids).hasSize(50).isSorted();
    assertThat(disk.commits).last().isEqualTo(50);
  }

  @Test
  void aFullDiskIsToldToWhoHandsOverNext() {
    var writer = started(new FullDisk(), () -> null);
    assertThatThrownBy(
            () -> {
              for (var id = 0; id < 50; id++) {
                write(writer, id);
              }
            })
        .isInstanceOf(InputException.class)
        .hasMessage(
            "trace.duckdb: the trace cannot be written: IO Error: no space left; is there space?"
                + " What came before is there");
    assertThatThrownBy(writer::end).isInstanceOf(InputException.class);
  }

  @Test
  void whoComesAfterTheEndIsToldSoAndDoesNotWait() {
    var disk = new SlowDisk();
    disk.ready.countDown();
    var writer = started(disk, () -> null);
    writer.end();
    assertThatThrownBy(
            () -> {
              for (var id = 0; id < 50; id++) {
                write(writer, id);
              }
            })
        .isInstanceOf(InputException.class)
        .hasMessage("trace.duckdb: the trace is closed; what comes now is not stored");
  }

  @Test
  void aCommitReturnsWhenAllIsWritten() {
    var disk = new SlowDisk();
    var writer = started(disk, () -> null);
    disk.ready.countDown();
    write(writer, 1);
    writer.commit();
    assertThat(disk.commits).last().isEqualTo(1);
    writer.end();
  }

  @Test
  void aQuietRunIsStoredAsWell() throws InterruptedException {
    var disk = new SlowDisk();
    disk.ready.countDown();
    var taken = new CountDownLatch(2);
    var writer =
        started(
            disk,
            () -> {
              taken.countDown();
              var batch = new Batch();
              batch.add(new Row(7, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, new byte[0]));
              return batch;
            });
    taken.await();
    writer.end();
    assertThat(disk.ids).contains(7L);
  }

  @Test
  void anInterruptLosesNothing() {
    var disk = new SlowDisk();
    disk.ready.countDown();
    var writer = started(disk, () -> null);
    Thread.currentThread().interrupt();
    write(writer, 1);
    writer.end();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(disk.ids).containsExactly(1L);
  }
}
