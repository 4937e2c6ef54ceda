package swiotlb.workload.blktrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.input.InputException;
import swiotlb.workload.block.BlockIo;
import swiotlb.workload.block.BlockIo.Kind;
import swiotlb.workload.block.CutText;
import swiotlb.workload.block.Ios;

/**
 * The text of blkparse; the sample is what blkparse 1.2.0 (Debian 12) printed of {@link
 * BlktraceWriter}'s.
 */
class BlkparseTextTest {
  private static final String SAMPLE = sample();
  private static final String Q =
      "  8,0    1        1     0.000000500  1234  Q  WS 16384 + 128 [dd]\n";

  private static String sample() {
    try {
      return Files.readString(Path.of("src/test/resources/imports/blkparse-1.2.0.txt"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<BlockIo> read(String text) {
    return Ios.of(text, BlkparseText::new);
  }

  private static BlockIo one(String line) {
    return read(line + "\n").get(0);
  }

  @Test
  void whatWasQueuedAndWhatWasPassedThroughIsRead() {
    var ios = read(SAMPLE);
    assertThat(ios.stream().filter(io -> io.kind() == Kind.READ && io.offsetBytes() > 0).count())
        .as("Reads Queued in blkparse's sums")
        .isEqualTo(79);
    assertThat(ios.stream().filter(io -> io.kind() != Kind.READ).count())
        .as("Writes Queued in blkparse's sums, discards among them")
        .isEqualTo(139);
    assertThat(ios.stream().filter(io -> io.kind() == Kind.READ && io.offsetBytes() == 0).count())
        .as("PC Read Disp. in blkparse's sums")
        .isEqualTo(40);
  }

  @Test
  void theTextTellsWhatTheFilesTell(@TempDir Path folder) {
    BlktraceWriter.sample(folder, ByteOrder.LITTLE_ENDIAN);
    var files = BlktraceFiles.find(folder.resolve("sample")).orElseThrow();
    var binary = Ios.all(files.open());
    var text = read(SAMPLE);
    assertThat(text).hasSameSizeAs(binary);
    var firstNs = binary.get(0).timeNs() - text.get(0).timeNs();
    assertThat(text)
        .isEqualTo(
            binary.stream()
                .map(
                    io ->
                        new BlockIo(
                            io.timeNs() - firstNs,
                            io.device(),
                            io.kind(),
                            io.offsetBytes(),
                            io.bytes(),
                            io.cpu(),
                            io.process()))
                .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8,0 0 1 0.000000000 1234 Q   R 8192 + 8 [dd]       | READ    | 4194304 | 4096    | dd",
        "8,0 0 1 0.000000000 1234 Q  WS 16384 + 1 [dd]      | WRITE   | 8388608 | 512     | dd",
        "8,0 0 1 0.000000000 1234 Q  FN [dd]                | FLUSH   | 0       | 0       | dd",
        "8,0 0 1 0.000000000 1234 Q  FW [dd]                | FLUSH   | 0       | 0       | dd",
        "8,0 0 1 0.000000000 1234 Q  DS 8192 + 2048 [dd]    | DISCARD | 4194304 | 1048576 | dd",
        "8,0 0 1 0.000000000 1234 Q FWFSM 8 + 8 [a [b] c]   | WRITE   | 4096    | 4096    | a [b] c",
        "8,0 0 1 0.000000000 1234 Q   R 8192 + 8 [(null)]   | READ    | 4194304 | 4096    | (null)",
        "8,0 0 1 0.000000000 1234 D   R 36 (12 00 00 ..) [x] | READ   | 0       | 36      | x",
        "8,0 0 1 0.000000000 1234 D   W 512 [x]             | WRITE   | 0       | 512     | x",
      })
  void everyKindOfRequest(String line, Kind kind, long offset, long bytes, String process) {
    var io = one(line);
    assertThat(io.kind()).isEqualTo(kind);
    assertThat(io.offsetBytes()).isEqualTo(offset);
    assertThat(io.bytes()).isEqualTo(bytes);
    assertThat(io.process()).isEqualTo(process);
  }

  @Test
  void timeCpuAndDeviceAreThoseOfTheLine() {
    assertThat(one("259,12 17 9 81234.000000007 1 Q R 8 + 8 [dd]"))
        .isEqualTo(new BlockIo(81_234_000_000_007L, "259,12", Kind.READ, 4096, 4096, 17, "dd"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8,0 0 1 0.000000001 1 G R 8192 + 8 [dd]",
        "8,0 0 1 0.000000001 1 D R 8192 + 8 [dd]",
        "8,0 0 1 0.000000001 0 C R 8192 + 8 [0]",
        "8,0 0 1 0.000000001 1 A W 16384 + 128 <- (8,1) 14336",
        "8,0 0 1 0.000000001 1 X W 16384 / 16388 [dd]",
        "8,0 0 1 0.000000001 1 U N [dd] 3",
        "8,0 0 1 0.000000001 1 m N hello 8,0 Q message",
      })
  void whatIsNotAnArrivalIsPassedOver(String line) {
    assertThat(read(line + "\n")).isEmpty();
  }

  @Test
  void sumsEndTheEvents() {
    var stream = new BlkparseText(Ios.lines(Q + "CPU0 (le):\n Reads Queued:   1,   4KiB\n\nhm"));
    assertThat(Ios.all(stream)).hasSize(1);
    assertThat(stream.remarks()).noneMatch(remark -> remark.contains("no sums"));
  }

  /** blkparse -s tells of programs before it tells of CPUs. */
  @ParameterizedTest
  @ValueSource(strings = {"fio (100)", "a [b] c (102)", "8 ball (7)", " x (1)"})
  void sumsMayBeginWithPrograms(String program) {
    var stream =
        new BlkparseText(Ios.lines(Q + program + "\n Reads Queued:   1,   4KiB\n\nCPU0 (le):\n"));
    assertThat(Ios.all(stream)).hasSize(1);
    assertThat(stream.remarks()).noneMatch(remark -> remark.contains("no sums"));
  }

  @Test
  void aMessageMayEndAsAProgramDoes() {
    assertThat(read("8,0 0 1 0.000000001 1 m N slept (12)\n" + Q)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {65_536, 2_147_483_647, 4_294_967_295L, 999_999_999_999L})
  void aCpuThatNoMachineHasIsTold(long cpu) {
    assertThatThrownBy(() -> read(Q + "8,0 " + cpu + " 1 0.000000900 1 Q R 8 + 8 [dd]\n"))
        .isInstanceOf(InputException.class)
        .hasMessage("t:2: is of CPU " + cpu + ", which no machine has");
  }

  @Test
  void filesMayBeNamedBeforeTheEvents() {
    var text = "Input file le.blktrace.0 added\n" + Q;
    var lines = Ios.lines(text);
    lines.next();
    assertThat(BlkparseText.isBegunBy(lines)).isTrue();
    assertThat(read(text)).hasSize(1);
  }

  @Test
  void withoutThemACutCannotBeTold() {
    var stream = new BlkparseText(Ios.lines(Q));
    Ios.all(stream);
    assertThat(stream.remarks()).anyMatch(remark -> remark.startsWith("no sums stand behind"));
  }

  @Test
  void eventsBehindTheSumsAreOfAnotherTrace() {
    assertThatThrownBy(() -> read(Q + "CPU0 (le):\n" + Q))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("t:3: is an event behind the sums of a trace");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8,0 1 1 0.0005 1 Q R 8 + 8 [dd]       | is no event of blkparse's default format",
        "8,0 1 1 0.000000500 1 Q R 8 [dd]      | is no event of blkparse's default format",
        "8,0 1 1 0.000000500 1 Z R 8 + 8 [dd]  | is no event of blkparse's default format",
        "8,0 1 1 0.000000500 1 Q R 8 + 8       | is no event of blkparse's default format",
        "8,0 1 1 0.000000500 1 Q R 99999999999999999999 + 8 [dd] | is no event",
        "8 0 1 1 0.000000500                   | is no event of blkparse's default format",
        "hello                                 | is no event of blkparse's default format",
      })
  void whatIsNoEventIsToldWithItsLine(String line, String message) {
    assertThatThrownBy(() -> read(Q + line + "\n"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("t:2: \"")
        .hasMessageContaining(message);
  }

  @Test
  void timesThatGoBackALittleAreTakenAtTheOneBefore() {
    var stream =
        new BlkparseText(
            Ios.lines(
                "8,0 0 1 1.000000900 1 Q R 8 + 8 [a]\n8,0 1 1 1.000000400 1 Q R 8 + 8 [a]\n"));
    assertThat(Ios.all(stream)).extracting(BlockIo::timeNs).containsOnly(1_000_000_900L);
    assertThat(stream.remarks())
        .anyMatch(r -> r.startsWith("1 events are told after later ones, by up to 0.500 us"));
  }

  @Test
  void timesThatBeginAnewAreOfAnotherTrace() {
    assertThatThrownBy(
            () ->
                read("8,0 0 1 5.000000900 1 Q R 8 + 8 [a]\n8,0 1 1 0.000000400 1 Q R 8 + 8 [a]\n"))
        .hasMessageStartingWith("t:2: goes back by 5.000 s");
  }

  @Property(tries = 300)
  void aCutIsToldUnlessItIsAtALinesEndOrInTheSums(@ForAll @IntRange(max = 25_000) int length) {
    CutText.mustHold(SAMPLE, length, BlkparseText::new, true);
  }
}
