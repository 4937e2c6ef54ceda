package swiotlb.workload.fio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.input.InputException;
import swiotlb.workload.block.BlockIo;
import swiotlb.workload.block.BlockIo.Kind;
import swiotlb.workload.block.CutText;
import swiotlb.workload.block.Ios;

/** Logs of I/Os; those in files are of fio 3.33 (Debian 12), written with --write_iolog. */
class FioLogTest {
  private static final String V3 = file("fio-3.33-v3.log");

  private static String file(String name) {
    try {
      return Files.readString(Path.of("src/test/resources/imports", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<BlockIo> read(String text) {
    return Ios.of(text, FioLog::new);
  }

  private static List<BlockIo> version2(String lines) {
    return read("fio version 2 iolog\n" + lines);
  }

  private static long bytes(List<BlockIo> ios, Kind kind) {
    return ios.stream().filter(io -> io.kind() == kind).mapToLong(BlockIo::bytes).sum();
  }

  /** What fio said in its JSON: 10 reads of 77824 bytes, 8 writes of 53248. */
  @Test
  void aLogHoldsWhatFioDid() {
    var ios = read(V3);
    assertThat(ios).filteredOn(io -> io.kind() == Kind.READ).hasSize(10);
    assertThat(ios).filteredOn(io -> io.kind() == Kind.WRITE).hasSize(8);
    assertThat(bytes(ios, Kind.READ)).isEqualTo(77_824);
    assertThat(bytes(ios, Kind.WRITE)).isEqualTo(53_248);
    assertThat(bytes(ios, Kind.FLUSH)).isZero();
  }

  @Test
  void soIsASecondLogOfVersion2() {
    var log = "fio version 2 iolog\na add\na read 0 4096\n";
    assertThatThrownBy(() -> Ios.of(log + log, FioLog::new))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("t:4: begins another log");
  }

  @Test
  void emptyLinesBeforeALogArePassedOver() {
    assertThat(Ios.of("\n\nfio version 2 iolog\na read 0 4096\n", FioLog::new)).hasSize(1);
  }

  @Test
  void timesAreMicroseconds() {
    assertThat(read(V3).get(0))
        .isEqualTo(new BlockIo(713_000, "disk.img", Kind.READ, 4096, 4096, BlockIo.NO_CPU, ""));
  }

  @Test
  void namesWithBlanksAreNames() {
    var ios = read(file("fio-3.33-v3-blanks.log"));
    assertThat(ios).hasSize(8).allMatch(io -> io.device().equals("my disk"));
    assertThat(ios).filteredOn(io -> io.kind() == Kind.DISCARD).hasSize(4);
  }

  @Test
  void aSecondLogInTheFileIsRefused() {
    assertThatThrownBy(() -> read(file("fio-3.33-v3-two.log")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("t:9: begins another log, of another job or run");
  }

  @Test
  void version2HasNoTimesBesideItsWaits() {
    var ios =
        version2(
            """
            d add
            d open
            d write 0 4096
            d wait 20 0
            d read 4096 8192
            d sync 0 0
            d wait 10 0
            d datasync 0 0
            d trim 0 4096
            d close
            """);
    assertThat(ios)
        .extracting(BlockIo::kind)
        .containsExactly(Kind.WRITE, Kind.READ, Kind.FLUSH, Kind.FLUSH, Kind.DISCARD);
    assertThat(ios)
        .extracting(BlockIo::timeNs)
        .containsExactly(0L, 20_000_000L, 20_000_000L, 20_000_000L, 20_000_000L);
  }

  @Test
  void version3PassesWaitsOver() {
    var stream = new FioLog(Ios.lines("fio version 3 iolog\n5 d wait 100 0\n7 d read 0 512\n"));
    assertThat(Ios.all(stream)).extracting(BlockIo::timeNs).containsExactly(7_000L);
    assertThat(stream.remarks()).anyMatch(remark -> remark.contains("passes over in version 3"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fio version 1 iolog         | t:1: \"fio version 1 iolog\" is no version that is known",
        "fio version 4 iolog         | t:1: \"fio version 4 iolog\" is no version that is known",
        "fio version 3 iolog,d read 0 512     | t:2: \"d read 0 512\" is no line of a log of version 3",
        "fio version 3 iolog,9 d foo 0 512    | t:2: \"d foo 0 512\" is no line",
        "fio version 3 iolog,9 d write 0      | t:2: \"d write 0\" is no line",
        "fio version 3 iolog,9 d write 0 4k   | t:2: \"d write 0 4k\" is no line",
        "fio version 2 iolog,d wait 20        | t:2: \"d wait 20\" is no line of a log of version 2",
        "fio version 2 iolog,wait 20 0        | t:2: \"wait 20 0\" is no line",
        "fio version 2 iolog,d write 0 99999999999999999999 | t:2: ",
        "fio version 3 iolog,90 d read 0 512,9000000 d read 0 512,5 d read 0 512 | t:4: goes back by 9.000 s",
      })
  void whatIsNotUnderstoodIsToldWithItsLine(String lines, String message) {
    assertThatThrownBy(() -> read(lines.replace(',', '\n') + "\n"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(message);
  }

  @Property(tries = 300)
  void aCutWithinALineIsTold(@ForAll @IntRange(max = 800) int length) {
    CutText.mustHold(V3, Math.min(length, V3.length()), FioLog::new, true);
  }
}
