package swiotlb.workload.blktrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.input.InputException;
import swiotlb.workload.block.BlockIo;
import swiotlb.workload.block.BlockProfile;
import swiotlb.workload.block.Ios;

/** The files that blktrace writes; that they are read as blkparse reads them is held elsewhere. */
class BlktraceFilesTest {
  private static final int QUEUED_READ = 1 | BlktraceWriter.QUEUE | BlktraceWriter.READ;
  private static final int DISK = 8 << 20;

  @TempDir private Path folder;

  private List<BlockIo> read(String name) {
    return Ios.all(BlktraceFiles.find(folder.resolve(name)).orElseThrow().open());
  }

  private static BlktraceWriter read(int sequence, long timeNs, int cpu) {
    return new BlktraceWriter(ByteOrder.LITTLE_ENDIAN)
        .event(sequence, timeNs, 8, 4096, QUEUED_READ, 1, DISK, cpu);
  }

  private void write(String name, byte[] bytes) {
    BlktraceWriter.write(folder.resolve(name), bytes);
  }

  @Test
  void bothByteOrdersAreRead(@TempDir Path other) {
    BlktraceWriter.sample(folder, ByteOrder.LITTLE_ENDIAN);
    BlktraceWriter.sample(other, ByteOrder.BIG_ENDIAN);
    var big = BlktraceFiles.find(other.resolve("sample")).orElseThrow();
    assertThat(read("sample")).isNotEmpty().isEqualTo(Ios.all(big.open()));
  }

  @Test
  void anyOfTheFilesNamesThemAll() {
    BlktraceWriter.sample(folder, ByteOrder.LITTLE_ENDIAN);
    assertThat(read("sample.blktrace.2")).isEqualTo(read("sample"));
  }

  @Test
  void theFilesAreMergedByTime() {
    write("t.blktrace.0", read(1, 30, 0).event(2, 50, 8, 512, QUEUED_READ, 1, DISK, 0).bytes());
    write("t.blktrace.1", read(1, 40, 1).bytes());
    assertThat(read("t")).extracting(BlockIo::timeNs).containsExactly(30L, 40L, 50L);
    assertThat(read("t")).extracting(BlockIo::cpu).containsExactly(0, 1, 0);
  }

  @Test
  void aCpuThatDidNothingHasAnEmptyFile() {
    write("t.blktrace.0", new byte[0]);
    write("t.blktrace.1", read(1, 40, 1).bytes());
    assertThat(read("t")).hasSize(1);
  }

  @Test
  void aMissingFileIsTold() {
    write("t.blktrace.0", read(1, 30, 0).bytes());
    write("t.blktrace.2", read(1, 40, 2).bytes());
    assertThatThrownBy(() -> read("t"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("lacks t.blktrace.1, though there is one of CPU 2");
  }

  @Test
  void soIsOneThatIsNamedAndNotThere() {
    write("t.blktrace.0", read(1, 30, 0).bytes());
    assertThatThrownBy(() -> read("t.blktrace.1"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("t.blktrace.1: is not there");
  }

  @Test
  void lengthsNeedNotBeWholeSectors() {
    write("t.blktrace.0", read(1, 30, 0).event(2, 40, 8, 1000, QUEUED_READ, 1, DISK, 0).bytes());
    assertThat(read("t").get(1).bytes()).isEqualTo(1000);
  }

  @Test
  void missingEventsAreCounted() {
    write("t.blktrace.0", read(1, 30, 0).event(5, 40, 8, 512, QUEUED_READ, 1, DISK, 0).bytes());
    var stream = BlktraceFiles.find(folder.resolve("t")).orElseThrow().open();
    Ios.all(stream);
    assertThat(stream.remarks()).anyMatch(remark -> remark.startsWith("3 events are missing"));
  }

  @Test
  void cpusAndTimesThatNoMachineHasAreTold() {
    for (var cpu : new int[] {-1, 65_536, Integer.MAX_VALUE}) {
      write("t.blktrace.0", read(1, 30, 0).event(2, 40, 8, 512, QUEUED_READ, 1, DISK, cpu).bytes());
      assertThatThrownBy(() -> read("t"))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("event 2 is of CPU " + Integer.toUnsignedString(cpu));
    }
    write("t.blktrace.0", read(1, 30, 0).event(2, -1, 8, 512, QUEUED_READ, 1, DISK, 0).bytes());
    assertThatThrownBy(() -> read("t"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("event 2 has a time beyond");
  }

  @Test
  void aCommandOfNoBytesIsNoFlush() {
    var passthrough = 7 | BlktraceWriter.ISSUED | BlktraceWriter.READ | BlktraceWriter.PASSTHROUGH;
    write("t.blktrace.0", read(1, 30, 0).event(2, 40, 0, 0, passthrough, 1, DISK, 0).bytes());
    var all = BlockProfile.of(BlktraceFiles.find(folder.resolve("t")).orElseThrow());
    assertThat(all.of(Optional.empty()).flushes()).isZero();
    assertThat(all.of(Optional.empty()).empty()).isEqualTo(1);
  }

  @Test
  void anotherVersionIsRefused() {
    write(
        "t.blktrace.0",
        read(1, 30, 0).magic(0x65617408).event(2, 40, 8, 512, QUEUED_READ, 1, DISK, 0).bytes());
    assertThatThrownBy(() -> read("t"))
        .hasMessageContaining(
            "t.blktrace.0: event 2 is of version 8 of blktrace's format, of which 7");
  }

  @Test
  void whatIsNoEventIsTold() {
    write("t.blktrace.0", read(1, 30, 0).magic(42).event(2, 40, 8, 1, 1, 1, DISK, 0).bytes());
    assertThatThrownBy(() -> read("t"))
        .hasMessageContaining("event 2 does not begin as events of blktrace do");
  }

  @Test
  void aFileThatIsNoTraceIsLeftToOthers() throws IOException {
    Files.writeString(folder.resolve("t.txt"), "hello");
    assertThat(BlktraceFiles.find(folder.resolve("t.txt"))).isEmpty();
  }

  /** Lengths that end an event are those at which nothing can be missed. */
  @Test
  void anyCutWithinAnEventIsTold() {
    BlktraceWriter.sample(folder, ByteOrder.LITTLE_ENDIAN);
    var whole = read("sample");
    var file = folder.resolve("sample.blktrace.1");
    var bytes = bytes(file);
    var random = new SplittableRandom(3);
    for (var i = 0; i < 100; i++) {
      var length = random.nextInt(bytes.length);
      BlktraceWriter.write(file, Arrays.copyOf(bytes, length));
      var read = new ArrayList<BlockIo>();
      var isAtEvent =
          (length >= 64 && (length - 64) % BlktraceWriter.EVENT_BYTES == 0) || length == 0;
      assertThat(readUntilError(read)).isEqualTo(!isAtEvent);
      assertThat(whole).containsAll(read);
    }
  }

  private boolean readUntilError(List<BlockIo> into) {
    try {
      into.addAll(read("sample"));
      return false;
    } catch (InputException e) {
      assertThat(e)
          .hasMessageContaining("sample.blktrace.1: event ")
          .hasMessageContaining("cut off");
      return true;
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
